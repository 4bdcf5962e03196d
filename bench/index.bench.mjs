import { join } from 'node:path';
import { runScript } from './measure/child-process.mjs';
import { serverCore } from './measure/cores.mjs';
import { temporaryDirectory } from './measure/data-set.mjs';
import { beside, figure } from './measure/figure.mjs';
import { Load } from './measure/load.mjs';
import { microseconds, requestCosts } from './measure/request-cost.mjs';
import { startScriptedServer } from './measure/server.mjs';

const forms = {
  quick: { sizes: [2000], builds: 1, few: 1000, many: 2000, presented: 100, count: 1, durationMs: 100, warmMs: 50 },
  full: { sizes: [1_000_000], builds: 3, few: 10_000, many: 1_000_000, presented: 5000, count: 15, durationMs: 1000, warmMs: 4000 },
  long: {
    sizes: [1_000_000, 10_000_000],
    builds: 3,
    few: 10_000,
    many: 10_000_000,
    presented: 5000,
    count: 15,
    durationMs: 1000,
    warmMs: 4000,
  },
};

const short = (tokens) => (tokens >= 1e6 ? `${tokens / 1e6} M` : tokens >= 1e3 ? `${tokens / 1e3} k` : String(tokens));

/** The token-validity index: what a token costs in memory, and what many tokens cost a request. */
export const index = {
  question: 'What does the index cost, in memory, in stalls and in each request, as tokens become many?',
  needsPeers: false,
  async measure(form) {
    const { sizes, builds, ...requests } = forms[form];
    const figures = [];
    for (const tokens of sizes) {
      const options = { nodeArgs: ['--expose-gc', '--max-old-space-size=16000'] };
      const seen = await runScript(serverCore, ['bench/in-process/index-memory.mjs', tokens, builds], options);
      const at = `with ${short(tokens)} tokens`;
      figures.push(figure(`memory of a token ${at}`, { unit: 'B', target: { atMost: 64 }, samples: [seen.bytesPerToken] }));
      figures.push(figure(`longest stall while it grows ${at}`, { unit: 'ms', target: { atMost: 15 }, samples: [seen.stallMs] }));
      figures.push(figure(`full collection ${at}`, { unit: 'ms', target: { atMost: 10 }, samples: seen.collectionMs }));
    }
    return [...figures, await costOfMany(requests)];
  },
};

async function costOfMany({ few, many, presented, warmMs, ...times }) {
  const directory = temporaryDirectory();
  const load = new Load();
  const side = async (tokens, name) => {
    const file = join(directory, name);
    const args = ['bench/in-process/index-server.mjs', tokens, presented, file];
    const server = await startScriptedServer(args, { nodeArgs: ['--max-old-space-size=16000'] });
    await load.prepare(name, { kind: 'GET with Token', path: '/v1/auth' }, file);
    await load.send({ name, port: server.port, durationMs: warmMs });
    return { server, name };
  };
  const sides = { few: await side(few, 'few'), many: await side(many, 'many') };
  const costs = await requestCosts(load, sides, times);
  await Promise.all([sides.few.server, sides.many.server, load].map((child) => child.stop()));
  const note = `${beside(costs, 'many', 'few', microseconds)} of processor time a request`;
  const samples = costs.map((round) => round.many / round.few);
  return figure(`request with ${short(many)} tokens ÷ with ${short(few)}`, { target: { atMost: 1.2 }, note, samples });
}
