/** Durations, rounded as the program rounds them. */
const UNITS = [
  [86_400_000n, "day"],
  [3_600_000n, "hour"],
  [60_000n, "minute"],
  [1000n, "second"],
] as const;

export type Unit = (typeof UNITS)[number][1];

export function durationParts(ms: bigint): { count: bigint; unit: Unit } {
  const [size, unit] = UNITS.find(([one]) => ms >= 2n * one) ?? UNITS[3];
  return { count: ms / size, unit };
}
