// Modules of the page and of the verifier for the tests, and pictures to scan.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { deflateSync, deflateRawSync, crc32 as zlibCrc32 } from "node:zlib";
import { createHash } from "node:crypto";
import { build } from "../../../sdk/js/node_modules/esbuild/lib/main.js";

const here = fileURLToPath(new URL("..", import.meta.url));

export async function bundled(contents, format = "esm") {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: here, loader: "ts" },
    write: false,
    bundle: true,
    format,
    target: "es2022",
    platform: format === "esm" ? "node" : "browser",
    globalName: "tested",
  });
  return outputFiles[0].text;
}

/** What some of the sources export, to be used here. */
export async function load(contents) {
  const folder = mkdtempSync(join(tmpdir(), "freehold-web-"));
  const file = join(folder, "module.mjs");
  writeFileSync(file, await bundled(contents));
  try {
    return await import(pathToFileURL(file));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
function base32(bytes) {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, "0")).join("");
  return (bits.match(/.{1,5}/g) ?? []).map((five) => BASE32[parseInt(five.padEnd(5, "0"), 2)]).join("");
}
const sha256 = (...parts) => createHash("sha256").update(Buffer.concat(parts)).digest();

/** Frames as docs/spec/print.md has them, written here a second time. */
export function framesOf(content, pieceBytes, packed = deflateRawSync(content)) {
  const mark = sha256(Buffer.from("freehold/print"));
  const digest = base32(sha256(mark, mark, packed).subarray(0, 10));
  const pieces = [];
  for (let at = 0; at < packed.length; at += pieceBytes) pieces.push(packed.subarray(at, at + pieceBytes));
  return pieces.map((piece, i) => `FREEHOLD1/${i + 1}/${pieces.length}/${digest}/${base32(piece)}`);
}

function crc32(bytes) {
  if (zlibCrc32 !== undefined) return zlibCrc32(bytes);
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let k = 0; k < 8; ++k) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

/** A grey picture as PNG; `at(x, y)` gives 0 to 255. */
export function png(width, height, at) {
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; ++y) {
    for (let x = 0; x < width; ++x) rows[y * (width + 1) + 1 + x] = at(x, y);
  }
  const chunk = (type, data) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const out = Buffer.alloc(body.length + 8);
    out.writeUInt32BE(data.length, 0);
    body.copy(out, 4);
    out.writeUInt32BE(crc32(body), body.length + 4);
    return out;
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 0, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", head),
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

const { encodeQR } = await load('export { default as encodeQR } from "qr";');

/** The modules of a code: an array of rows of true for dark. */
export const code = (text) => encodeQR(text, "raw", { ecc: "medium", encoding: "alphanumeric", border: 4 });

/** Codes on a sheet of two columns, turned a little: what stands at a point, 0 to 255. */
export function sheet(codes, scale, degrees = 0) {
  const side = Math.max(...codes.map((one) => one.length)) * scale;
  const columns = Math.min(2, codes.length);
  const [width, height] = [columns * side + 120, Math.ceil(codes.length / columns) * side + 120];
  const [sin, cos] = [Math.sin((degrees * Math.PI) / 180), Math.cos((degrees * Math.PI) / 180)];
  const at = (x, y) => {
    const [dx, dy] = [x - width / 2, y - height / 2];
    const u = dx * cos + dy * sin + width / 2 - 60;
    const v = dy * cos - dx * sin + height / 2 - 60;
    const [column, row] = [Math.floor(u / side), Math.floor(v / side)];
    const modules = column >= 0 && column < columns && row >= 0 ? codes[row * columns + column] : undefined;
    const dark = modules?.[Math.floor((v - row * side) / scale)]?.[Math.floor((u - column * side) / scale)];
    return dark === true ? 30 : 225;
  };
  return { width, height, at };
}
