/** A ratio means the same on every machine, and so does the memory of a token; times do not. */
const comparable = new Set(['×', 'B']);

const isBetterHigher = ({ target }) => target?.atMost === undefined;

/**
 * The figures that have become worse than the recorded ones, a sentence each. Both runs have measured their own noise: only when
 * the better quartile of now is worse than the worse quartile of then is it more than noise.
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
