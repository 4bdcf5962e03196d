import { counted } from '../../parts/counted.js';

/** Units in which the validity of a key is chosen, with their length in seconds. */
const unitSeconds = { minute: 60, hour: 3600, day: 86_400, week: 604_800 } as const;
export type Unit = keyof typeof unitSeconds;
export const units = Object.keys(unitSeconds) as readonly Unit[];

/** A length in the largest unit of which it is a whole number; seconds where it is of none. */
export function lengthInWords(seconds: number): string {
  const unit = [...units].reverse().find((each) => seconds % unitSeconds[each] === 0);
  return unit === undefined ? counted(seconds, 'second') : counted(seconds / unitSeconds[unit], unit);
}

export interface Validity {
  /** As it was typed. */
  readonly count: string;
  readonly unit: Unit;
}

/** How many seconds that is; null for what is no whole number. */
export const secondsOf = ({ count, unit }: Validity): number | null =>
  /^\d{1,9}$/.test(count.trim()) ? Number(count) * unitSeconds[unit] : null;
