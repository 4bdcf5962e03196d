import { median, quantile } from './rounds.mjs';

/**
 * One result of a benchmark: a median with its spread, and its target.
 *
 * @param target `{atLeast}`, `{atMost}`, or null for a figure without a target
 * @param unit `×` for a ratio, which means the same on every machine, or the unit of an absolute figure
 * @param samples one number per round
 * @param note the numbers of this machine from which the ratio was computed
 */
export function figure(name, { target = null, unit = '×', samples, note = '' }) {
  const spread = samples.length > 1 ? [quantile(samples, 0.25), quantile(samples, 0.75)] : [samples[0], samples[0]];
  return { name, unit, target, median: median(samples), spread, rounds: samples.length, note };
}

/** Formats the medians of two sides; `of` formats each. */
export const beside = (seen, ours, reference, of) =>
  [ours, reference].map((side) => of(median(seen.map((round) => round[side])))).join(' beside ');

export function isMet({ target, median: value }) {
  if (target === null) return null;
  return target.atLeast === undefined ? value <= target.atMost : value >= target.atLeast;
}

/** By which fraction of the target the figure misses it; negative when the target is met. */
export function missedBy({ target, median: value }) {
  return target.atLeast === undefined ? value / target.atMost - 1 : 1 - value / target.atLeast;
}
