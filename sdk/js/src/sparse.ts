/** What the state of a header says about one key (docs/spec/proof-format.md, StateEntry). */
import { concat, equalBytes } from "./bytes.js";
import { nodeHash, sha256 } from "./hash.js";
import type { StateEntry } from "./proof_file.js";

export type SparseError =
  | "depth"
  | "bitmap"
  | "sibling_count"
  | "empty_sibling"
  | "not_compact"
  | "empty_value"
  | "value_too_long"
  | "other_with_value"
  | "other_is_key"
  | "other_off_path"
  | "root_mismatch";

const EMPTY = new Uint8Array(32);
const VALUE_BYTES_MAX = 65536;

const bitOf = (bytes: Uint8Array, at: number): boolean => ((bytes[at >> 3]! >> (7 - (at & 7))) & 1) === 1;
const leafOf = (keyHash: Uint8Array, valueHash: Uint8Array): Uint8Array =>
  sha256(concat(Uint8Array.of(0), keyHash, valueHash));

function checkPath({ depth, filled, siblings }: StateEntry["path"]): SparseError | undefined {
  if (depth > 256) return "depth";
  if (filled.length !== Math.ceil(depth / 8)) return "bitmap";
  let set = 0;
  for (let level = 0; level < filled.length * 8; ++level) {
    if (!bitOf(filled, level)) continue;
    if (level >= depth) return "bitmap";
    ++set;
  }
  if (set !== siblings.length) return "sibling_count";
  if (siblings.some((sibling) => equalBytes(sibling, EMPTY))) return "empty_sibling";
  // Below an empty sibling at the deepest level, a single leaf or nothing would stand higher.
  return depth > 0 && !bitOf(filled, depth - 1) ? "not_compact" : undefined;
}

function checkEnd(keyHash: Uint8Array, { value, path }: StateEntry): SparseError | undefined {
  if (value !== null && value.length === 0) return "empty_value";
  if (value !== null && value.length > VALUE_BYTES_MAX) return "value_too_long";
  if (path.other === null) return undefined;
  if (value !== null) return "other_with_value";
  if (equalBytes(path.other.key_hash, keyHash)) return "other_is_key";
  for (let level = 0; level < path.depth; ++level) {
    if (bitOf(path.other.key_hash, level) !== bitOf(keyHash, level)) return "other_off_path";
  }
  return undefined;
}

/** The first rule that an entry for `key` under `root` breaks; undefined for a good one. */
export function checkStateEntry(key: Uint8Array, entry: StateEntry, root: Uint8Array): SparseError | undefined {
  const { value, path } = entry;
  const keyHash = sha256(key);
  const bad = checkPath(path) ?? checkEnd(keyHash, entry);
  if (bad !== undefined) return bad;
  let node: Uint8Array = EMPTY;
  if (value !== null) node = leafOf(keyHash, sha256(value));
  else if (path.other !== null) node = leafOf(path.other.key_hash, path.other.value_hash);
  let next = path.siblings.length;
  for (let level = path.depth - 1; level >= 0; --level) {
    const sibling = bitOf(path.filled, level) ? path.siblings[--next]! : EMPTY;
    node = bitOf(keyHash, level) ? nodeHash(sibling, node) : nodeHash(node, sibling);
  }
  return equalBytes(node, root) ? undefined : "root_mismatch";
}
