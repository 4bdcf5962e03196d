import { describe, expect, it } from '@jest/globals';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('POST /v1/users/{id}/disable and /enable answer 403', () => {
  const app = runningApp();

  it('for somebody above', async () => {
    const headers = await app().signIn(await app().register('administrator'));
    for (const action of ['disable', 'enable', 'revoke-tokens', 'password-reset']) {
      expectProblem(await app().request('POST', `/v1/users/${app().owner.id}/${action}`, { headers }), 403, 'role/above-own');
    }
  });

  it('when an API credential enables, which gives rights; disabling takes them and is allowed', async () => {
    const person = await app().register('manager');
    const headers = { authorization: `Bearer ${(await app().tokensOf()).access}` };
    expect((await app().request('POST', `/v1/users/${person.id}/disable`, { headers })).status).toBe(200);
    expectProblem(await app().request('POST', `/v1/users/${person.id}/enable`, { headers }), 403, 'permission/confirmation-required');
    expect((await app().request('GET', `/v1/users/${person.id}`, { headers })).body.disabled).toBe(true);
  });
});
