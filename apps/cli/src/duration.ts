import { InvalidArgumentError } from 'commander';

const secondsOf = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 } as const;

/** How many seconds a text such as `90s`, `30m`, `1h`, `7d` or `2w` says; null for any other text. */
export function secondsIn(text: string): number | null {
  const [, count, unit] = /^(\d{1,8})([smhdw])$/.exec(text) ?? [];
  return unit === undefined ? null : Number(count) * secondsOf[unit as keyof typeof secondsOf];
}

/** Parses the value of an option that says how long, into seconds. */
export function duration(text: string): number {
  const seconds = secondsIn(text);
  if (seconds !== null) return seconds;
  throw new InvalidArgumentError('It must be a whole number of seconds, minutes, hours, days or weeks, such as 90s, 30m, 1h, 7d or 2w.');
}
