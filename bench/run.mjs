// `npm run bench`: measures Keyledger beside what others would use, prints the ratios and writes them to bench/results.
//
//   npm run bench                     everything that fits into half an hour
//   npm run bench -- auth replay      some of it
//   npm run bench -- --long           with ten million tokens and five million events
//   npm run bench -- --quick          a small form that proves that the benchmarks run; its figures mean nothing
//   npm run bench -- --compare        fails when a ratio is worse than in bench/results/baseline.json by more than the noise
//   npm run bench -- --record         makes this run the baseline
import '../scripts/node-version.mjs';
import { parseArgs } from 'node:util';
import { installApart } from '../scripts/install-apart.mjs';
import { prepare } from '../scripts/prepare.mjs';
import { benchmarks } from './benchmarks.mjs';
import { removeTemporaryDirectories } from './measure/data-set.mjs';
import { commitHere, KnownCode } from './measure/known-code.mjs';
import { lastingRegressions, regressions } from './measure/regressions.mjs';
import { baseline, record, recordBaseline } from './measure/results.mjs';
import { table } from './measure/table.mjs';

const flag = { type: 'boolean', default: false };
const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: flag, long: flag, compare: flag, record: flag, 'without-peers': flag },
});
const say = (line) => process.stdout.write(`${line}\n`);
const form = options.quick ? 'quick' : options.long ? 'long' : 'full';

const unknown = positionals.filter((name) => !(name in benchmarks));
if (unknown.length > 0) {
  say(`There is no benchmark ${unknown.join(', ')}. There are: ${Object.keys(benchmarks).join(', ')}.`);
  process.exit(2);
}
const chosen = Object.entries(benchmarks).filter(
  ([name, { needsPeers }]) => (positionals.length === 0 || positionals.includes(name)) && !(needsPeers && options['without-peers']),
);
// An exit, unlike a signal, runs the handlers that end the servers and remove their files.
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));
// The built program is measured, as in production.
await prepare();
if (chosen.some(([, { needsPeers }]) => needsPeers)) await installApart('bench/peers', say);

// Runs write their figures into the working tree, after which it would differ from its commit.
const commit = options.record && (await commitHere());
const measured = await figuresOf(chosen);
if (options.compare) process.exitCode = await compare(baseline());
if (options.record) recordBaseline(commit, measured);

/** Runs benchmarks, prints their figures and returns them by `<benchmark>: <figure>`. */
async function figuresOf(some) {
  const measured = {};
  for (const [name, { question, measure }] of some) {
    say(`\n${name}: ${question}`);
    const figures = await measure(form);
    removeTemporaryDirectories();
    say(table(figures));
    for (const figure of figures) measured[`${name}: ${figure.name}`] = figure;
    if (form !== 'quick') record(name, form, figures);
  }
  return measured;
}

/** Prints how the figures compare with recorded ones, and returns the exit code. */
async function compare(known) {
  if (known === null) {
    say('\nThere is no baseline of a processor like this one; --record makes one, best of code that is known.');
    return 2;
  }
  const code = new KnownCode(known.commit);
  const again = async (names) => {
    say(`\nSomething of ${names.join(', ')} seems to be worse than recorded. First the code of the baseline is measured, ${known.commit}:`);
    const recorded = await code.measure(names, options.long ? ['--long'] : []).catch(({ message }) => {
      say(`${message}\nIt cannot be measured here, so the recorded figures are compared with.`);
      return known.figures;
    });
    say('\nThe code here:');
    return { recorded, now: await figuresOf(chosen.filter(([name]) => names.includes(name))) };
  };
  const worse = await lastingRegressions(regressions(measured, known.figures), again);
  say(
    worse.length === 0
      ? '\nNothing is worse than recorded.'
      : `\nWorse than recorded:\n${worse.map(({ sentence }) => sentence).join('\n')}`,
  );
  return worse.length === 0 ? 0 : 1;
}
