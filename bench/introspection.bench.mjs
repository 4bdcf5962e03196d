import { join } from 'node:path';
import { Load } from './measure/load.mjs';
import { costRatio, requestCosts } from './measure/request-cost.mjs';
import { startKeyledger, startPeer } from './measure/server.mjs';
import { buildTown, temporaryDirectory } from './measure/town.mjs';

const forms = {
  quick: { tokens: 50, count: 1, durationMs: 100, warmMs: 100 },
  full: { tokens: 10_000, count: 15, durationMs: 1000, warmMs: 3000 },
};
forms.long = forms.full;

/** `POST /oauth/introspect`, as a program asks that protects something else. */
export const introspection = {
  question: 'What does introspecting an opaque token cost, with 10,000 in rotation?',
  needsPeers: true,
  async measure(form) {
    const { tokens, warmMs, ...times } = forms[form];
    const town = await buildTown({ people: 10, serviceAccounts: 100, serviceAccountTokens: tokens });
    const load = new Load();
    const peersTokens = join(temporaryDirectory(), 'opaque');
    const provider = await startPeer('oidc-introspection.mjs', [peersTokens, tokens]);
    const sides = {
      ours: { server: await startKeyledger(town.directory), name: 'ours' },
      provider: { server: provider, name: 'provider' },
    };
    const kind = 'POST token as form';
    await load.prepare('ours', { kind, path: '/oauth/introspect', basic: town.verifier }, town.fileOf('service-account'));
    await load.prepare('provider', { kind, path: '/token/introspection', basic: provider.basic }, peersTokens);
    for (const { server, name } of Object.values(sides)) await load.send({ name, port: server.port, durationMs: warmMs });
    const costs = await requestCosts(load, sides, times);
    await Promise.all([sides.ours.server, provider, load].map((child) => child.stop()));
    return [costRatio("introspection ÷ oidc-provider's, all in memory", costs, 'provider', { atLeast: 9 })];
  },
};
