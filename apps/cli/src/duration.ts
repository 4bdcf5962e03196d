import { InvalidArgumentError } from 'commander';

const secondsOf = { s: 1, m: 60, h: 3600, d: 86_400 } as const;

/** The value of an option that says how long, such as `90s`, `30m`, `1h` or `7d`, in seconds. */
export function duration(text: string): number {
  const [, count, unit] = /^(\d{1,8})([smhd])$/.exec(text) ?? [];
  if (unit === undefined)
    throw new InvalidArgumentError('It must be a whole number of seconds, minutes, hours or days, such as 90s, 30m, 1h or 7d.');
  return Number(count) * secondsOf[unit as keyof typeof secondsOf];
}
