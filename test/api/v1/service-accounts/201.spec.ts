import { describe, expect, it } from '@jest/globals';
import { isoTime, position, uuid } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('POST /v1/service-accounts answers 201', () => {
  const app = runningApp();

  const allow = async (serviceAccountAllowance: number) =>
    app().request('PATCH', '/v1/organization', { headers: await app().signIn(), body: { serviceAccountAllowance } });

  const create = async (account: object, headers?: Record<string, string>) =>
    app().request('POST', '/v1/service-accounts', { headers: headers ?? (await app().signIn()), body: account });

  const use = async (credential: string) =>
    (await app().request('GET', '/v1/auth', { headers: { authorization: `Token ${credential}` } })).status;

  it('with the account and its credential, which is shown once and works under both schemes', async () => {
    await allow(100);
    const answer = await create({ name: 'Nightly export', role: 'manager', workspaceIds: ['w1'], projectIds: ['p1', 'p2'] });
    expect(answer.status).toBe(201);
    expect(answer.headers['keyledger-position']).toEqual(position);
    expect(answer.headers['cache-control']).toBe('no-store');
    const { serviceAccount, credential } = answer.body;
    expect(serviceAccount).toEqual({
      id: uuid,
      number: 2,
      name: 'Nightly export',
      role: 'manager',
      workspaceIds: ['w1'],
      projectIds: ['p1', 'p2'],
      createdAt: isoTime,
    });
    expect(credential).toMatch(/^kl_sa_[0-9A-Za-z]{36}$/);
    expect(await use(credential)).toBe(200);
    expect((await app().request('GET', '/v1/auth', { headers: { authorization: `Bearer ${credential}` } })).status).toBe(200);
    const headers = await app().signIn();
    for (const path of [
      '/v1/service-accounts',
      `/v1/service-accounts/${serviceAccount.id}`,
      `/v1/tokens?ownerId=${serviceAccount.id}`,
      '/v1/activity/replay?opened=true',
    ]) {
      expect((await app().request('GET', path, { headers })).text).not.toContain(credential);
    }
  });

  it('to one of fifty who create at once under an allowance of one (SR-42)', async () => {
    const { owner } = await app().secondOrganization();
    const headers = await app().signIn(owner);
    const answers = await Promise.all(Array.from({ length: 50 }, (_, i) => create({ name: `robot ${i}`, role: 'annotator' }, headers)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(49).fill(409)]);
    expect((await app().request('GET', '/v1/service-accounts', { headers })).body.items).toHaveLength(1);
  });

  it('under a name that another organization uses, and one that a deleted account had', async () => {
    const { owner } = await app().secondOrganization();
    const first = await create({ name: 'shared', role: 'annotator' });
    expect((await create({ name: 'shared', role: 'annotator' }, await app().signIn(owner))).status).toBe(201);
    await app().request('DELETE', `/v1/service-accounts/${first.body.serviceAccount.id}`, { headers: await app().signIn() });
    expect((await create({ name: 'shared', role: 'annotator' })).status).toBe(201);
  });

  it('to each of forty who create one at the same time', async () => {
    await allow(100);
    const headers = await app().signIn();
    const answers = await Promise.all(Array.from({ length: 40 }, (_, i) => create({ name: `at once ${i}`, role: 'reviewer' }, headers)));
    expect(answers.map(({ status }) => status)).toEqual(Array(40).fill(201));
  });
});
