import { median, quantile } from './rounds.mjs';

/**
 * One answer of a benchmark: a median with its spread, beside what it should be.
 *
 * @param target `{atLeast}`, `{atMost}` or null for a figure that is only told
 * @param unit `×` for a ratio, which means the same on every machine, or the unit of an absolute figure
 * @param samples one number a round
 * @param note what the ratio is made of, in numbers of this machine
 */
export function figure(name, { target = null, unit = '×', samples, note = '' }) {
  const spread = samples.length > 1 ? [quantile(samples, 0.25), quantile(samples, 0.75)] : [samples[0], samples[0]];
  return { name, unit, target, median: median(samples), spread, rounds: samples.length, note };
}

/** Two sides of some rounds in numbers: `of` makes a text of each median. */
export const beside = (seen, ours, reference, of) =>
  [ours, reference].map((side) => of(median(seen.map((round) => round[side])))).join(' beside ');

export function isMet({ target, median: value }) {
  if (target === null) return null;
  return target.atLeast === undefined ? value <= target.atMost : value >= target.atLeast;
}

/** How far the figure is from its target, as a share of it; positive when it is missed. */
export function missedBy({ target, median: value }) {
  return target.atLeast === undefined ? value / target.atMost - 1 : 1 - value / target.atLeast;
}
