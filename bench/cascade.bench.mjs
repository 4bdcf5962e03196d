import { runScript } from './measure/child-process.mjs';
import { serverCore } from './measure/cores.mjs';
import { buildDataSet } from './measure/data-set.mjs';
import { figure } from './measure/figure.mjs';
import { Load } from './measure/load.mjs';
import { owner, startKeyledger } from './measure/server.mjs';

const forms = { quick: { tokens: 200, count: 1 }, full: { tokens: 100_000, count: 5 } };
forms.long = forms.full;

/** The owner of very many tokens is disabled. */
export const cascade = {
  question: 'What happens when the owner of 100,000 tokens is disabled?',
  needsPeers: false,
  async measure(form) {
    const { tokens, count } = forms[form];
    const dataSet = await buildDataSet({ people: 1, legacyTokens: tokens });
    const accepted = await acceptedAfterDisabling(dataSet, count);
    const perSecond = await runScript(serverCore, ['bench/in-process/cascade.mjs', dataSet.directory, dataSet.people[0], count]);
    const recorded = { unit: 'tokens/s', target: { atLeast: 50_000 }, samples: perSecond };
    return [
      figure('requests accepted after the answer, of 1,000 tokens', { unit: '', target: { atMost: 0 }, samples: accepted }),
      figure('recorded', recorded),
    ];
  },
};

/** Each round disables the owner, tries a thousand tokens as soon as that is acknowledged, then enables the owner and tries them again. */
async function acceptedAfterDisabling({ directory, people, fileOf }, count) {
  const server = await startKeyledger(directory);
  const load = new Load();
  await load.prepare('legacy', { kind: 'GET with Token', path: '/v1/auth' }, fileOf('legacy'));
  const accepted = [];
  for (let round = 0; round < count; round += 1) {
    await change(server, people[0], 'disable');
    accepted.push((await tried(load, server))[200] ?? 0);
    await change(server, people[0], 'enable');
    if ((await tried(load, server))[401]) throw new Error('A token of an enabled owner was refused.');
  }
  await Promise.all([server.stop(), load.stop()]);
  return accepted;
}

const tried = async (load, { port }) => (await load.send({ name: 'legacy', port, requests: 1000, mayFail: true })).statuses;

async function change({ port }, userId, act) {
  const url = `http://127.0.0.1:${port}`;
  const headers = { 'content-type': 'application/json' };
  const session = await fetch(`${url}/v1/sessions`, { method: 'POST', headers, body: JSON.stringify(owner) });
  const cookie = session.headers.getSetCookie().map((text) => text.split(';', 1)[0]);
  const answer = await fetch(`${url}/v1/users/${userId}/${act}`, { method: 'POST', headers: { cookie: cookie.join('; ') } });
  if (answer.status !== 200) throw new Error(`To ${act} was answered ${answer.status}: ${await answer.text()}`);
}
