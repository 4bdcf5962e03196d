import { join } from 'node:path';
import { buildDataSet, temporaryDirectory } from './measure/data-set.mjs';
import { Load } from './measure/load.mjs';
import { costRatio, requestCosts } from './measure/request-cost.mjs';
import { startKeyledger, startPeer } from './measure/server.mjs';

const forms = {
  quick: { tokens: 50, count: 1, durationMs: 100 },
  full: { tokens: 10_000, count: 15, durationMs: 1000 },
};
forms.long = forms.full;

/** `POST /api/token/refresh`: each client exchanges its personal access token for an access token every five minutes. */
export const exchange = {
  question: 'What does exchanging a personal access token cost, with 10,000 in rotation?',
  needsPeers: true,
  async measure(form) {
    const { tokens, ...times } = forms[form];
    const dataSet = await buildDataSet({ people: Math.max(10, tokens / 10), personalTokens: tokens });
    const load = new Load();
    const peersTokens = join(temporaryDirectory(), 'personal');
    const sides = {
      ours: { server: await startKeyledger(dataSet.directory), name: 'ours' },
      jose: { server: await startPeer('jose-exchange.mjs', [peersTokens, tokens]), name: 'jose' },
    };
    const request = { kind: 'POST refresh as JSON', path: '/api/token/refresh' };
    await load.prepare('ours', request, dataSet.fileOf('personal'));
    await load.prepare('jose', request, peersTokens);
    // Each once: a client exchanges the same token every five minutes.
    for (const { server, name } of Object.values(sides)) await load.send({ name, port: server.port, requests: tokens });
    const costs = await requestCosts(load, sides, times);
    await Promise.all([sides.ours.server, sides.jose.server, load].map((child) => child.stop()));
    return [costRatio('exchange ÷ Fastify with one jose verify and one jose sign', costs, 'jose', { atLeast: 1.3 })];
  },
};
