import { buildDataSet, exchangeAll } from './measure/data-set.mjs';
import { Load } from './measure/load.mjs';
import { costRatio, requestCosts } from './measure/request-cost.mjs';
import { startKeyledger, startPeer } from './measure/server.mjs';

const forms = {
  quick: { tokens: 100, count: 1, durationMs: 100, warmMs: 100 },
  full: { tokens: 100_000, count: 15, durationMs: 1000, warmMs: 3000 },
};
forms.long = forms.full;

const kinds = {
  access: 'GET with Bearer',
  legacy: 'GET with Token',
  'service-account': 'GET with Token',
};

/** `GET /v1/auth`, which a reverse proxy calls for every request of a protected application. */
export const auth = {
  question: 'What does GET /v1/auth cost, with 100,000 credentials in rotation?',
  needsPeers: true,
  async measure(form) {
    const { tokens, ...times } = forms[form];
    const people = Math.max(10, tokens / 10);
    const shape = { people, personalTokens: tokens, legacyTokens: tokens, serviceAccounts: 100, serviceAccountTokens: tokens };
    const dataSet = await buildDataSet(shape);
    const load = new Load();
    const keyledger = await startKeyledger(dataSet.directory);
    const json = await startPeer('bare-fastify.mjs');
    const figures = [];
    for (const [kind, requestForm] of Object.entries(kinds)) {
      const file = kind === 'access' ? await exchangeAll(load, keyledger, dataSet) : dataSet.fileOf(kind);
      const verifier = await startPeer('ideal-verifier.mjs', [file]);
      await load.prepare(kind, { kind: requestForm, path: '/v1/auth' }, file);
      const sides = { ours: keyledger, verifier, json };
      for (const server of Object.values(sides)) await load.send({ name: kind, port: server.port, durationMs: times.warmMs });
      const named = Object.fromEntries(Object.entries(sides).map(([side, server]) => [side, { server, name: kind }]));
      const costs = await requestCosts(load, named, times);
      figures.push(costRatio(`${kind} token ÷ verifier on bare Fastify`, costs, 'verifier', { atLeast: 0.95 }));
      figures.push(costRatio(`${kind} token ÷ bare Fastify JSON route`, costs, 'json', { atLeast: 0.8 }));
      await verifier.stop();
    }
    await Promise.all([keyledger, json, load].map((child) => child.stop()));
    return figures;
  },
};
