let words: Intl.RelativeTimeFormat | undefined;

/** Units with how many of them are told before the next one is used. */
const units = [
  ['second', 1000, 60],
  ['minute', 60_000, 60],
  ['hour', 3_600_000, 48],
  ['day', 86_400_000, 90],
  ['month', 2_629_746_000, 24],
  ['year', 31_556_952_000, Number.POSITIVE_INFINITY],
] as const;

/** The form in which the server tells times. */
export const isTime = (value: unknown): value is string =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(value);

/** How far a time is from `nowMs`, to the nearest unit: `in 30 days`, `3 hours ago`. */
export function relativeTime(time: string, nowMs: number): string {
  words ??= new Intl.RelativeTimeFormat('en', { numeric: 'always' });
  const ms = Date.parse(time) - nowMs;
  for (const [unit, unitMs, max] of units) {
    const count = Math.round(ms / unitMs);
    if (Math.abs(count) < max) return words.format(count, unit);
  }
  return time;
}
