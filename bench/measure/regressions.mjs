/** Ratios and the memory of a token are the same on every machine; times are not. */
const comparable = new Set(['×', 'B']);

const runsMax = 3;

const isBetterHigher = ({ target }) => target?.atMost === undefined;

/**
 * Returns `{name, sentence}` for each figure that is worse than the recorded one. Each run measured its own noise: a figure is worse only
 * when its better quartile is worse than the recorded run's worse quartile.
 */
export function regressions(now, recorded) {
  return Object.entries(now).flatMap(([name, figure]) => {
    const before = recorded[name];
    if (!before || !comparable.has(figure.unit) || !isWorse(figure, before)) return [];
    return [{ name, sentence: `${name}: ${describe(figure)}, recorded were ${describe(before)}.` }];
  });
}

/**
 * Returns those of the regressions that are there again each time that their benchmarks are run anew: a server differs from itself from
 * start to start, and a shared machine from one quarter of an hour to the next, by more than the rounds of one run do.
 *
 * @param found what `regressions` returned of a first run
 * @param measureAgain given the names of benchmarks, runs them and resolves with `{now, recorded}`: their figures, and those to compare
 * them with, by `<benchmark>: <figure>`
 */
export async function lastingRegressions(found, measureAgain) {
  let lasting = found;
  for (let run = 2; run <= runsMax && lasting.length > 0; run += 1) {
    const names = new Set(lasting.map(({ name }) => name));
    const { now, recorded } = await measureAgain([...new Set([...names].map((name) => name.split(':')[0]))]);
    lasting = regressions(now, recorded).filter(({ name }) => names.has(name));
  }
  return lasting;
}

function isWorse(now, before) {
  return isBetterHigher(now) ? now.spread[1] < before.spread[0] : now.spread[0] > before.spread[1];
}

const describe = ({ median, spread, unit }) => `${median.toPrecision(3)} ${unit} (${spread.map((end) => end.toPrecision(3)).join(' – ')})`;
