import { buildDataSet } from './measure/data-set.mjs';
import { beside, figure } from './measure/figure.mjs';
import { rounds } from './measure/rounds.mjs';
import { startKeyledger } from './measure/server.mjs';

const forms = {
  quick: { sizes: [{ tokens: 200, addedMs: 300 }], count: 1 },
  full: { sizes: [{ tokens: 1_000_000, addedMs: 300 }], count: 7 },
  long: {
    sizes: [
      { tokens: 1_000_000, addedMs: 300 },
      { tokens: 10_000_000, addedMs: 2000 },
    ],
    count: 5,
  },
};

/** The time from starting the process until it is ready, with its whole log on the disk, as after any restart. */
export const start = {
  question: 'How much longer does a start take with many tokens than with none?',
  needsPeers: false,
  async measure(form) {
    const { sizes, count } = forms[form];
    const empty = await servedOnce(await buildDataSet({}));
    const figures = [];
    for (const { tokens, addedMs } of sizes) {
      const full = await servedOnce(await buildDataSet({ people: 10, serviceAccounts: 1000, serviceAccountTokens: tokens }));
      const seen = await rounds(count, { empty: () => readyMs(empty), full: () => readyMs(full) });
      const note = beside(seen, 'full', 'empty', (ms) => `${ms.toFixed(0)} ms`);
      const samples = seen.map((round) => round.full - round.empty);
      figures.push(figure(`added by ${tokens} tokens`, { unit: 'ms', target: { atMost: addedMs }, note, samples }));
    }
    return figures;
  },
};

/** The first stop writes whatever a server stores for its next start. */
async function servedOnce({ directory }) {
  await readyMs(directory);
  return directory;
}

async function readyMs(directory) {
  const server = await startKeyledger(directory);
  await server.stop();
  return server.readyMs;
}
