import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { root } from './child-process.mjs';
import { isMet } from './figure.mjs';

const folder = join(root, 'bench/results');
export const baselineFile = join(folder, 'baseline.json');

/** What a reader must know of the machine to judge absolute figures; it does not identify the machine. */
export function conditions() {
  const [{ model }] = cpus();
  return {
    node: process.version,
    platform: `${process.platform}-${process.arch}`,
    cores: cpus().length,
    processor: model.trim(),
    memoryGiB: gib(),
  };
}

const gib = () => Math.round(totalmem() / 2 ** 30);

/** Writes one file for each benchmark, so that a partial run leaves the other figures alone. */
export function record(name, form, figures) {
  mkdirSync(folder, { recursive: true });
  const judged = figures.map((figure) => ({ ...figure, met: isMet(figure) }));
  const result = { benchmark: name, form, measuredAt: new Date().toISOString(), on: conditions(), figures: judged };
  writeFileSync(join(folder, `${name}.bench.json`), `${JSON.stringify(result, rounded, 2)}\n`);
}

const rounded = (_key, value) => (typeof value === 'number' ? Number(value.toPrecision(4)) : value);

const baselines = () => (existsSync(baselineFile) ? JSON.parse(readFileSync(baselineFile, 'utf8')) : []);

/**
 * Returns `{commit, figures}`: the figures that were recorded by `<benchmark>: <figure>`, and the commit whose code they are of. Returns
 * null when none were recorded on a processor like this one: ratios depend on its caches, too, so those of another one say nothing.
 */
export function baseline() {
  const { processor } = conditions();
  return baselines().find(({ on }) => on.processor === processor) ?? null;
}

/**
 * Makes the figures of this commit the baseline of later runs on such a processor. Those of the same commit that were not measured now
 * stay; those of another one go, since a baseline is of one commit.
 */
export function recordBaseline(commit, figures) {
  const on = conditions();
  const known = baseline();
  const merged = { ...(known?.commit === commit ? known.figures : {}), ...figures };
  const sorted = Object.fromEntries(Object.entries(merged).sort(([a], [b]) => a.localeCompare(b)));
  const others = baselines().filter((each) => each.on.processor !== on.processor);
  writeFileSync(baselineFile, `${JSON.stringify([...others, { on, commit, figures: sorted }], rounded, 2)}\n`);
}
