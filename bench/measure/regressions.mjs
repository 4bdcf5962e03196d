/** Ratios and the memory of a token are the same on every machine; times are not. */
const comparable = new Set(['×', 'B']);

const isBetterHigher = ({ target }) => target?.atMost === undefined;

/**
 * Returns a sentence for each figure that is worse than the recorded one. Each run measured its own noise: a figure is worse only when its
 * better quartile is worse than the recorded run's worse quartile.
 */
export function regressions(now, recorded) {
  return Object.entries(now).flatMap(([name, figure]) => {
    const before = recorded[name];
    if (!before || !comparable.has(figure.unit) || !isWorse(figure, before)) return [];
    return [`${name}: ${describe(figure)}, recorded were ${describe(before)}.`];
  });
}

function isWorse(now, before) {
  return isBetterHigher(now) ? now.spread[1] < before.spread[0] : now.spread[0] > before.spread[1];
}

const describe = ({ median, spread, unit }) => `${median.toPrecision(3)} ${unit} (${spread.map((end) => end.toPrecision(3)).join(' – ')})`;
