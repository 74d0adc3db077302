/** Account addresses: bech32m with the prefix `fh` over 32 bytes. */
import { bech32m } from "@scure/base";

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
