import { describe, expect, it } from '@jest/globals';
import { expectProblem, position } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('DELETE /v1/service-accounts/{id} answers 204', () => {
  const app = runningApp();

  const create = async (account: object, headers?: Record<string, string>) =>
    app().request('POST', '/v1/service-accounts', { headers: headers ?? (await app().signIn()), body: account });

  const use = async (credential: string) =>
    (await app().request('GET', '/v1/auth', { headers: { authorization: `Token ${credential}` } })).status;

  it('and its credential stops at once and for ever', async () => {
    const { serviceAccount, credential } = (await create({ name: 'robot', role: 'manager' })).body;
    const headers = await app().signIn();
    const path = `/v1/service-accounts/${serviceAccount.id}`;
    const answer = await app().request('DELETE', path, { headers });
    expect(answer.status).toBe(204);
    expect(answer.headers['keyledger-position']).toEqual(position);
    expect(await use(credential)).toBe(401);
    expectProblem(await app().request('POST', `${path}/reset-token`, { headers }), 404, 'service-account/not-found');
    expectProblem(await app().request('DELETE', path, { headers }), 404, 'service-account/not-found');
    await app().restart();
    expect(await use(credential)).toBe(401);
  });
  it('to an API credential of an administrator', async () => {
    const { serviceAccount } = (await create({ name: 'robot', role: 'manager' })).body;
    const headers = { authorization: `Bearer ${(await app().tokensOf(await app().register('administrator'))).access}` };
    expect((await app().request('DELETE', `/v1/service-accounts/${serviceAccount.id}`, { headers })).status).toBe(204);
  });
});
