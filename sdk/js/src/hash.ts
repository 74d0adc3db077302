/** SHA-256 and what is made of it: tagged digests, trees of RFC 9162, commitments. */
import { hmac } from "@noble/hashes/hmac";
import { sha256 } from "@noble/hashes/sha2";
import { concat, equalBytes, utf8 } from "./bytes.js";

export { sha256 };

export function tagged(tag: string, ...parts: Uint8Array[]): Uint8Array {
  const mark = sha256(utf8(`freehold/${tag}`));
  return sha256(concat(mark, mark, ...parts));
}

const ZERO = Uint8Array.of(0);
const ONE = Uint8Array.of(1);

export const leafHash = (data: Uint8Array): Uint8Array => sha256(concat(ZERO, data));
export const nodeHash = (left: Uint8Array, right: Uint8Array): Uint8Array => sha256(concat(ONE, left, right));

/** Whether the leaf with this hash is at `index` of a tree of `size` leaves with this root (RFC 9162, 2.1.3.2). */
export function inTree(
  leaf: Uint8Array,
  place: { index: bigint; size: bigint },
  path: readonly Uint8Array[],
  root: Uint8Array,
): boolean {
  if (place.index >= place.size) return false;
  let index = place.index;
  let last = place.size - 1n;
  let node = leaf;
  for (const sibling of path) {
    if (last === 0n) return false;
    if ((index & 1n) === 1n || index === last) {
      node = nodeHash(sibling, node);
      while ((index & 1n) === 0n && index !== 0n) {
        index >>= 1n;
        last >>= 1n;
      }
    } else {
      node = nodeHash(node, sibling);
    }
    index >>= 1n;
    last >>= 1n;
  }
  return last === 0n && equalBytes(node, root);
}

/** What a private certificate holds of a file: HMAC-SHA-256(k, certifier ‖ hash). */
export function commitment(k: Uint8Array, certifier: Uint8Array, hash: Uint8Array): Uint8Array {
  return hmac(sha256, k, concat(certifier, hash));
}

/** The SHA-256 of a File or Blob, read in pieces, so that a large file needs little memory. */
export async function sha256OfBlob(
  blob: Blob,
  progress?: (done: number, total: number) => void,
): Promise<Uint8Array> {
  const PIECE = 1 << 20;
  const running = sha256.create();
  for (let at = 0; at < blob.size; at += PIECE) {
    const piece = await blob.slice(at, at + PIECE).arrayBuffer();
    running.update(new Uint8Array(piece));
    progress?.(Math.min(at + PIECE, blob.size), blob.size);
  }
  return running.digest();
}
