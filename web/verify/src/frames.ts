/** The texts in a printed certificate's codes, and the proof file they hold (docs/spec/print.md). */
import { concat, equalBytes, utf8 } from "../../../sdk/js/src/bytes.js";
import { tagged } from "../../../sdk/js/src/hash.js";

export type FrameReason =
  | "too_long"
  | "no_frames"
  | "frame_version"
  | "frame_malformed"
  | "frames_mixed"
  | "frames_differ"
  | "frames_missing"
  | "frames_digest"
  | "not_deflated";

/** `where`: the numbers that are missing or differ, or the beginning of what is no frame. */
export class FrameError extends Error {
  constructor(
    readonly reason: FrameReason,
    readonly where = "",
  ) {
    super(reason);
  }
}

interface Frame {
  number: number;
  count: number;
  digest: string;
  data: string;
}

const TEXT_BYTES_MAX = 1 << 20;
const CONTENT_BYTES_MAX = 4 << 20;
const FRAME_MAX = 4296;
const START = /FREEHOLD([0-9]+)\//g;
const REST = /[0-9A-Z/]+/y;
const FRAME = /^FREEHOLD1\/([1-9][0-9]?)\/([1-9][0-9]?)\/([A-Z2-7]{16})\/([A-Z2-7]+)$/;

/** Whether something in the text begins as a frame of any version does. */
export const hasFrames = (text: string): boolean => text.search(START) >= 0;

/** The numbers of the frames in a text, ascending, and how many there should be. */
export function framesRead(text: string): { numbers: number[]; count: number } {
  const frames = framesOf(text);
  return { numbers: [...frames.keys()].sort((a, b) => a - b), count: [...frames.values()][0]!.count };
}

/** The file that the frames of a text hold; rejects with FrameError. */
export async function fileOfFrames(text: string): Promise<Uint8Array> {
  const frames = framesOf(text);
  const { count, digest } = [...frames.values()][0]!;
  const numbers = Array.from({ length: count }, (_, i) => i + 1);
  const missing = numbers.filter((number) => !frames.has(number));
  if (missing.length > 0) throw new FrameError("frames_missing", `${missing.join(", ")} of ${count}`);
  const pieces = numbers.map((number) => fromBase32(frames.get(number)!.data)!);
  const packed = concat(...pieces);
  if (!equalBytes(tagged("print", packed).subarray(0, 10), fromBase32(digest)!)) throw new FrameError("frames_digest");
  return inflate(packed);
}

/** Checks 1 to 6. */
function framesOf(text: string): Map<number, Frame> {
  if (text.length > TEXT_BYTES_MAX || utf8(text).length > TEXT_BYTES_MAX) throw new FrameError("too_long");
  const frames: Frame[] = [];
  let malformed: string | undefined;
  let found = false;
  START.lastIndex = 0;
  for (let start; (start = START.exec(text)) !== null; ) {
    found = true;
    if (start[1] !== "1") throw new FrameError("frame_version", start[0].slice(0, 40));
    REST.lastIndex = start.index;
    const whole = REST.exec(text)![0];
    const frame = readFrame(whole);
    if (frame === undefined) malformed ??= whole;
    else frames.push(frame);
    START.lastIndex = start.index + whole.length;
  }
  if (!found) throw new FrameError("no_frames");
  if (malformed !== undefined) throw new FrameError("frame_malformed", malformed.slice(0, 40));
  const [first] = frames as [Frame];
  if (frames.some(({ digest, count }) => digest !== first.digest || count !== first.count)) {
    throw new FrameError("frames_mixed");
  }
  const out = new Map<number, Frame>();
  for (const frame of frames) {
    const other = out.get(frame.number);
    if (other !== undefined && other.data !== frame.data) throw new FrameError("frames_differ", String(frame.number));
    out.set(frame.number, frame);
  }
  return out;
}

function readFrame(text: string): Frame | undefined {
  if (text.length > FRAME_MAX) return undefined;
  const parts = FRAME.exec(text);
  if (parts === null) return undefined;
  const [number, count] = [Number(parts[1]), Number(parts[2])];
  const [digest, data] = [parts[3]!, parts[4]!];
  const good = number <= count && fromBase32(digest) !== undefined && fromBase32(data) !== undefined;
  return good ? { number, count, digest, data } : undefined;
}

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** Canonical base32 without padding; undefined for anything else. */
function fromBase32(text: string): Uint8Array | undefined {
  if ([1, 3, 6].includes(text.length % 8)) return undefined;
  const out = new Uint8Array(Math.floor((text.length * 5) / 8));
  let bits = 0;
  let count = 0;
  let at = 0;
  for (const character of text) {
    const digit = BASE32.indexOf(character);
    if (digit < 0) return undefined;
    bits = ((bits << 5) | digit) & 0xfff;
    count += 5;
    if (count < 8) continue;
    count -= 8;
    out[at++] = bits >> count;
  }
  return (bits & ((1 << count) - 1)) === 0 ? out : undefined;
}

// Handed over in small pieces, each when what came out of those before has been read: so never more waits than a piece
// can grow to, and what came out before an error counts.
const PIECE = 256;

async function inflate(packed: Uint8Array): Promise<Uint8Array> {
  let at = 0;
  const source = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (at >= packed.length) return controller.close();
        controller.enqueue(packed.slice(at, (at += PIECE)));
      },
    },
    { highWaterMark: 0 },
  );
  const reader = source.pipeThrough(new DecompressionStream("deflate-raw") as ReadableWritablePair<Uint8Array, Uint8Array>).getReader();
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return concat(...parts);
      parts.push(value);
      size += value.length;
      if (size > CONTENT_BYTES_MAX) break;
    }
  } catch {
    throw new FrameError("not_deflated");
  }
  await reader.cancel().catch(() => undefined);
  throw new FrameError("too_long");
}
