import { describe, expect, it } from '@jest/globals';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('/v1/service-accounts/{id} answers 403', () => {
  const app = runningApp();

  const create = async (account: object, headers?: Record<string, string>) =>
    app().request('POST', '/v1/service-accounts', { headers: headers ?? (await app().signIn()), body: account });

  it('to an administrator for the account of an owner, whatever they mean to do', async () => {
    const { serviceAccount } = (await create({ name: 'robot', role: 'owner' })).body;
    const headers = await app().signIn(await app().register('administrator'));
    const path = `/v1/service-accounts/${serviceAccount.id}`;
    expectProblem(await app().request('PATCH', path, { headers, body: { role: 'annotator' } }), 403, 'role/above-own');
    expectProblem(await app().request('POST', `${path}/reset-token`, { headers }), 403, 'role/above-own');
    expectProblem(await app().request('DELETE', path, { headers }), 403, 'role/above-own');
    await app().request('DELETE', path, { headers: await app().signIn() });
  });
  it('to an API credential that raises or widens; lowering and narrowing is allowed', async () => {
    const { serviceAccount } = (await create({ name: 'robot 2', role: 'reviewer', projectIds: ['p1', 'p2'] })).body;
    const path = `/v1/service-accounts/${serviceAccount.id}`;
    const headers = { authorization: `Bearer ${(await app().tokensOf()).access}` };
    for (const body of [{ role: 'manager' }, { projectIds: ['p1', 'p2', 'p3'] }, { workspaceIds: ['w1'] }]) {
      expectProblem(await app().request('PATCH', path, { headers, body }), 403, 'permission/confirmation-required');
    }
    expect((await app().request('PATCH', path, { headers, body: { role: 'annotator', projectIds: ['p2'] } })).status).toBe(200);
    expectProblem(await app().request('POST', `${path}/reset-token`, { headers }), 403, 'permission/confirmation-required');
  });
});
