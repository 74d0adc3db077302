// Where the vectors are, and shorthands.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { structs, fromBase64url, fromHex, toBase64url, toHex } from "../dist/index.js";
import { account, bool, bytes, bytesOf, decode, encode, list, option, text, u16, u32, u64, u8 } from "../dist/bcs.js";
import { parseJson } from "../dist/json.js";

export const VECTORS = fileURLToPath(new URL("../../../tests/vectors/", import.meta.url));
export const vectors = (name) => JSON.parse(readFileSync(VECTORS + name, "utf8"));
export const hex = fromHex;
export const b64 = fromBase64url;
export { toHex, toBase64url, decode, encode };

const PLAIN = {
  bool,
  u8,
  u16,
  u32,
  u64,
  bytes,
  string: text,
  Hash256: bytesOf(32),
  AccountId: account,
  u16_list: list(u16),
  u32_option: option(u32),
};

/** The type of a kind of encodings.json. */
export function typeOf(kind) {
  const type = PLAIN[kind] ?? structs[kind];
  if (typeof type?.read !== "function") throw new Error(`no type for the kind ${kind}`);
  return type;
}

/** A value of the type, from what JSON.parse gave. */
export const read = (type, json) => type.read(parseJson(JSON.stringify(json), { bytesMax: 1 << 24, depthMax: 40 }));
export const readAs = (kind, json) => read(typeOf(kind), json);
