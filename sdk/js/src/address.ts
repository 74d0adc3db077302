/** Account addresses: bech32m with the prefix `fh` over 32 bytes; did:key of a public key. */
import { base58, bech32m } from "@scure/base";
import { concat } from "./bytes.js";

const PREFIX = "fh";

export function accountToText(account: Uint8Array): string {
  return bech32m.encode(PREFIX, bech32m.toWords(account));
}

/** The account of an address in lower case, as JSON holds it; undefined for anything else. */
export function accountFromText(text: string): Uint8Array | undefined {
  if (text.length !== 61 || !text.startsWith(PREFIX) || text !== text.toLowerCase()) return undefined;
  const parts = bech32m.decodeUnsafe(text);
  if (!parts || parts.prefix !== PREFIX) return undefined;
  return bech32m.fromWordsUnsafe(parts.words) ?? undefined;
}

/** The account of an address as a person types it: all lower or all upper case. */
export function accountFromTyped(text: string): Uint8Array | undefined {
  return accountFromText(text === text.toUpperCase() ? text.toLowerCase() : text);
}

const SECP256K1_PUBLIC = Uint8Array.of(0xe7, 0x01);
export const didKey = (publicKey: Uint8Array): string => `did:key:z${base58.encode(concat(SECP256K1_PUBLIC, publicKey))}`;
