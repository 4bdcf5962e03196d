/**
 * Runs each of `measures` once a round, beginning with another one each time, so that all are measured within the same seconds: on a shared
 * machine only such results can be compared.
 *
 * @param measures functions by name, each returning a number
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
