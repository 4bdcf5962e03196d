import { setTimeout as wait } from 'node:timers/promises';
import { buildDataSet } from './measure/data-set.mjs';
import { figure } from './measure/figure.mjs';
import { Load } from './measure/load.mjs';
import { median } from './measure/rounds.mjs';
import { startKeyledger } from './measure/server.mjs';

/** An expiry is recorded once the clock has shown it for this long; nothing happens before. */
const certaintyMs = 60_000;

const forms = {
  quick: { tokens: 100, count: 1, durationMs: 200, waitMs: 0 },
  full: { tokens: 100_000, count: 6, durationMs: 3000, waitMs: certaintyMs },
  long: { tokens: 1_000_000, count: 12, durationMs: 3000, waitMs: certaintyMs },
};

const load2000 = { name: 'verify', connections: 16, perSecond: 2000 };

/** Very many tokens expire in the same second: the requests of other clients must not be delayed. */
export const expiry = {
  question: 'What do requests feel while very many tokens that expired in one second are recorded?',
  needsPeers: false,
  async measure(form) {
    const { tokens, count, durationMs, waitMs } = forms[form];
    const dataSet = await buildDataSet({
      people: 100,
      personalTokens: tokens,
      expired: true,
      serviceAccounts: 10,
      serviceAccountTokens: 1000,
    });
    const server = await startKeyledger(dataSet.directory);
    const readyAt = performance.now();
    const load = new Load();
    await load.prepare('verify', { kind: 'GET with Token', path: '/v1/auth' }, dataSet.fileOf('service-account'));
    const p99 = async () => (await load.send({ ...load2000, port: server.port, durationMs })).p99Ms;
    await p99();
    const idle = [];
    for (let round = 0; round < count; round += 1) idle.push(await p99());
    // Two seconds later the worker is recording the first of them.
    await wait(Math.max(0, readyAt + waitMs + Math.min(2000, waitMs) - performance.now()));
    const busy = [];
    for (let round = 0; round < count; round += 1) busy.push(await p99());
    await Promise.all([server.stop(), load.stop()]);
    const note = `${median(busy).toFixed(2)} ms beside ${median(idle).toFixed(2)} ms, at 2,000 requests a second`;
    const samples = busy.map((ms) => ms / median(idle));
    return [figure(`verify p99 while ${tokens} expiries are recorded ÷ idle`, { target: { atMost: 2 }, note, samples })];
  },
};
