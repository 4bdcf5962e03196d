import { join } from 'node:path';
import { buildDataSet, temporaryDirectory } from './measure/data-set.mjs';
import { beside, figure } from './measure/figure.mjs';
import { Load } from './measure/load.mjs';
import { sendFor } from './measure/request-cost.mjs';
import { rounds } from './measure/rounds.mjs';
import { startKeyledger, startPeer } from './measure/server.mjs';

const forms = {
  quick: { tokens: 20, count: 1, durationMs: 200, warmMs: 100 },
  full: { tokens: 1000, count: 15, durationMs: 1000, warmMs: 3000 },
};
forms.long = forms.full;

/** The check of a machine's key. The other side waits for its disk, so requests per second are compared, not processor time. */
export const keys = {
  question: "How many keys are checked in a second beside better-auth's API keys on SQLite?",
  needsPeers: true,
  async measure(form) {
    const { tokens, warmMs, count, durationMs } = forms[form];
    const dataSet = await buildDataSet({ people: 10, serviceAccounts: 100, serviceAccountTokens: tokens });
    const load = new Load();
    const directory = temporaryDirectory();
    const peersKeys = join(directory, 'keys');
    const ours = await startKeyledger(dataSet.directory);
    const peer = await startPeer('better-auth-keys.mjs', [join(directory, 'auth.db'), peersKeys, tokens]);
    await load.prepare('ours', { kind: 'GET with Bearer', path: '/v1/auth' }, dataSet.fileOf('service-account'));
    await load.prepare('peer', { kind: 'GET with Bearer', path: '/v1/auth' }, peersKeys);
    const perSecond = (server, name) => async () => (await sendFor(load, server, name, durationMs)).perSecond;
    for (const [name, server] of [
      ['ours', ours],
      ['peer', peer],
    ])
      await load.send({ name, port: server.port, durationMs: warmMs });
    const seen = await rounds(count, { ours: perSecond(ours, 'ours'), peer: perSecond(peer, 'peer') });
    await Promise.all([ours, peer, load].map((child) => child.stop()));
    const note = `${beside(seen, 'ours', 'peer', (each) => each.toFixed(0))} a second`;
    const samples = seen.map((round) => round.ours / round.peer);
    return [figure("key check ÷ better-auth's on SQLite, synced", { target: { atLeast: 50 }, samples, note })];
  },
};
