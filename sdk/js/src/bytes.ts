/** Byte strings and the texts they are written in. */

export function concat(...parts: Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

/** The order of byte strings: negative where `a` comes first; a prefix comes before what it begins. */
export function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const size = Math.min(a.length, b.length);
  for (let i = 0; i < size; ++i) {
    const difference = a[i]! - b[i]!;
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The text of UTF-8 bytes, a byte order mark kept as a character; undefined where they are not UTF-8. */
export function textOfUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

export function toHex(bytes: Uint8Array): string {
  let out = "";
  for (const byte of bytes) out += HEX[byte];
  return out;
}

/** The bytes of hexadecimal digits in either case; undefined for anything else. */
export function fromHex(text: string): Uint8Array | undefined {
  if (text.length % 2 !== 0 || !/^[0-9a-fA-F]*$/.test(text)) return undefined;
  const out = new Uint8Array(text.length / 2);
  for (let i = 0; i < out.length; ++i) out[i] = parseInt(text.slice(2 * i, 2 * i + 2), 16);
  return out;
}

const BASE64URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const DIGITS = new Int16Array(128).fill(-1);
for (let i = 0; i < 64; ++i) DIGITS[BASE64URL.charCodeAt(i)] = i;

/** base64url of RFC 4648 without padding. */
export function toBase64url(bytes: Uint8Array): string {
  let out = "";
  let bits = 0;
  let count = 0;
  for (const byte of bytes) {
    bits = ((bits << 8) | byte) & 0x3fff;
    for (count += 8; count >= 6; ) {
      count -= 6;
      out += BASE64URL[(bits >> count) & 63];
    }
  }
  if (count > 0) out += BASE64URL[(bits << (6 - count)) & 63];
  return out;
}

/** The bytes of canonical base64url: no padding, unused bits zero; undefined for anything else. */
export function fromBase64url(text: string): Uint8Array | undefined {
  if (text.length % 4 === 1) return undefined;
  const out = new Uint8Array(Math.floor((text.length * 3) / 4));
  let bits = 0;
  let count = 0;
  let at = 0;
  for (let i = 0; i < text.length; ++i) {
    const code = text.charCodeAt(i);
    const digit = code < 128 ? DIGITS[code]! : -1;
    if (digit < 0) return undefined;
    bits = ((bits << 6) | digit) & 0xfff;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    out[at++] = bits >> count;
  }
  return (bits & ((1 << count) - 1)) === 0 ? out : undefined;
}

/** A hash as people write it: 64 hexadecimal digits or 43 characters of base64url. */
export function hashFromText(text: string): Uint8Array | undefined {
  if (text.length === 64) return fromHex(text);
  return text.length === 43 ? fromBase64url(text) : undefined;
}

const U64_MAX = (1n << 64n) - 1n;

/** A u64 from `0` or decimal digits without a leading zero; undefined for anything else. */
export function u64FromDecimal(text: string): bigint | undefined {
  if (text.length > 20 || !/^(0|[1-9][0-9]*)$/.test(text)) return undefined;
  const value = BigInt(text);
  return value <= U64_MAX ? value : undefined;
}
