import { describe, expect, it } from '@jest/globals';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('PATCH /v1/service-accounts/{id} answers 400', () => {
  const app = runningApp();

  const create = async (account: object, headers?: Record<string, string>) =>
    app().request('POST', '/v1/service-accounts', { headers: headers ?? (await app().signIn()), body: account });

  it('for a new name, which is fixed once and for all', async () => {
    const { serviceAccount } = (await create({ name: 'robot', role: 'manager' })).body;
    const path = `/v1/service-accounts/${serviceAccount.id}`;
    const answer = await app().request('PATCH', path, { headers: await app().signIn(), body: { name: 'other', role: 'reviewer' } });
    expectProblem(answer, 400, 'request/invalid', ['name']);
    expect((await app().request('GET', path, { headers: await app().signIn() })).body).toEqual(serviceAccount);
  });
});
