import { join } from 'node:path';
import { buildDataSet, exchangeAll } from './measure/data-set.mjs';
import { Load } from './measure/load.mjs';
import { costRatio, requestCosts } from './measure/request-cost.mjs';
import { startKeyledger, startPeer } from './measure/server.mjs';

const forms = {
  quick: { tokens: 50, count: 1, durationMs: 100, warmMs: 100 },
  full: { tokens: 10_000, count: 15, durationMs: 1000, warmMs: 3000 },
};
forms.long = forms.full;

const titles = { machines: "machines' tokens", people: "people's tokens" };

/** `POST /oauth/introspect`, as a verifier calls it. */
export const introspection = {
  question: 'What does introspecting a token cost, with 10,000 in rotation?',
  needsPeers: true,
  async measure(form) {
    const { tokens, warmMs, ...times } = forms[form];
    const dataSet = await buildDataSet({ people: 1000, personalTokens: tokens, serviceAccounts: 100, serviceAccountTokens: tokens });
    const load = new Load();
    const keyledger = await startKeyledger(dataSet.directory);
    const files = { machines: join(dataSet.directory, 'machines'), people: join(dataSet.directory, 'people') };
    const provider = await startPeer('oidc-introspection.mjs', [files.machines, files.people, tokens]);
    const ours = { machines: dataSet.fileOf('service-account'), people: await exchangeAll(load, keyledger, dataSet) };
    const kind = 'POST token as form';
    const figures = [];
    for (const whose of ['machines', 'people']) {
      await load.prepare(`our ${whose}`, { kind, path: '/oauth/introspect', basic: dataSet.verifier }, ours[whose]);
      await load.prepare(`their ${whose}`, { kind, path: '/token/introspection', basic: provider.basic }, files[whose]);
      const sides = { ours: { server: keyledger, name: `our ${whose}` }, provider: { server: provider, name: `their ${whose}` } };
      for (const { server, name } of Object.values(sides)) await load.send({ name, port: server.port, durationMs: warmMs });
      const costs = await requestCosts(load, sides, times);
      figures.push(costRatio(`${titles[whose]} ÷ oidc-provider's, all in memory`, costs, 'provider', { atLeast: 9 }));
    }
    await Promise.all([keyledger, provider, load].map((child) => child.stop()));
    return figures;
  },
};
