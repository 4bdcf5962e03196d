/**
 * Measures every one of `measures` once a round, in the same seconds, beginning with another one each time: on a machine that others
 * use too, only what was measured side by side can be compared.
 *
 * @param measures functions by name, each answering a number
 * @returns one object of numbers by name for each round
 */
export async function rounds(count, measures) {
  const names = Object.keys(measures);
  const seen = [];
  for (let round = 0; round < count; round += 1) {
    const values = {};
    for (let i = 0; i < names.length; i += 1) {
      const name = names[(i + round) % names.length];
      values[name] = await measures[name]();
    }
    seen.push(values);
  }
  return seen;
}

export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const below = Math.floor(at);
  return sorted[below] + (sorted[Math.ceil(at)] - sorted[below]) * (at - below);
}

export const median = (values) => quantile(values, 0.5);
