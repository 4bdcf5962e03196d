import { describe, expect, it } from '@jest/globals';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('GET /v1/users/me answers 403', () => {
  const app = runningApp();

  it('to a service account, which is no person', async () => {
    const body = { name: 'robot', role: 'owner' };
    const { credential } = (await app().request('POST', '/v1/service-accounts', { headers: await app().signIn(), body })).body;
    expectProblem(
      await app().request('GET', '/v1/users/me', { headers: { authorization: `Token ${credential}` } }),
      403,
      'permission/denied',
    );
    expect((await app().request('GET', '/v1/users', { headers: { authorization: `Token ${credential}` } })).status).toBe(200);
  });
});
