/** Times and durations as people type them, by the rules of the program. */
import { u64FromDecimal } from "./bytes.js";

const MOMENT = /^(\d{1,4})-(\d{1,2})-(\d{1,2})(?:T(\d{1,2}):(\d{1,2}):(\d{1,2})Z)?$/;

/** Milliseconds since 1970, `2026-11-24` or `2026-11-24T05:06:07Z`; undefined for anything else. */
export function timeFromText(text: string): bigint | undefined {
  const plain = u64FromDecimal(text);
  if (plain !== undefined) return plain;
  const parts = MOMENT.exec(text)?.slice(1).map((part) => Number(part ?? 0));
  if (parts === undefined) return undefined;
  const [year, month, day, hour, minute, second] = parts as [number, number, number, number, number, number];
  const fits = month >= 1 && month <= 12 && day >= 1 && day <= 31 && hour <= 23 && minute <= 59 && second <= 60;
  if (year < 1970 || !fits) return undefined;
  return BigInt(Date.UTC(year, month - 1, day, hour, minute, second));
}

const UNITS: Record<string, bigint> = { s: 1000n, m: 60_000n, h: 3_600_000n, d: 86_400_000n };

/** `90d`, `12h`, `30m` or `45s` in milliseconds; undefined for anything else. */
export function durationFromText(text: string): bigint | undefined {
  const unit = UNITS[text.slice(-1)];
  const count = u64FromDecimal(text.slice(0, -1));
  if (unit === undefined || count === undefined) return undefined;
  return unit * count < 1n << 64n ? unit * count : undefined;
}
