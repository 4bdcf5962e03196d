import { describe, expect, it } from '@jest/globals';
import { position } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('/v1/service-accounts/{id} answers 200', () => {
  const app = runningApp();

  const create = async (account: object, headers?: Record<string, string>) =>
    app().request('POST', '/v1/service-accounts', { headers: headers ?? (await app().signIn()), body: account });

  const use = async (credential: string) =>
    (await app().request('GET', '/v1/auth', { headers: { authorization: `Token ${credential}` } })).status;

  it('with the account, and with its new role and scope once they are changed', async () => {
    const { serviceAccount, credential } = (await create({ name: 'robot', role: 'manager', projectIds: ['p1'] })).body;
    const path = `/v1/service-accounts/${serviceAccount.id}`;
    const headers = await app().signIn();
    expect((await app().request('GET', path, { headers })).body).toEqual(serviceAccount);
    const change = { role: 'reviewer', workspaceIds: ['w9'], projectIds: [] };
    const answer = await app().request('PATCH', path, { headers, body: change });
    expect(answer.body).toEqual({ ...serviceAccount, ...change });
    expect(answer.headers['keyledger-position']).toEqual(position);
    const auth = await app().request('GET', '/v1/auth', { headers: { authorization: `Token ${credential}` } });
    expect(auth.headers).toMatchObject({ 'x-keyledger-role': 'reviewer', 'x-keyledger-workspaces': 'w9', 'x-keyledger-projects': '' });
    expect((await app().request('PATCH', path, { headers, body: {} })).body).toEqual(answer.body);
    expect(await use(credential)).toBe(200);
  });
});
