import { describe, it } from '@jest/globals';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('PUT /v1/users/{id}/role answers 403', () => {
  const app = runningApp();

  it('to an administrator who makes an owner or an auditor, or lowers an owner', async () => {
    const headers = await app().signIn(await app().register('administrator'));
    const person = await app().register('manager');
    for (const role of ['owner', 'auditor']) {
      expectProblem(await app().request('PUT', `/v1/users/${person.id}/role`, { headers, body: { role } }), 403, 'role/above-own');
    }
    expectProblem(
      await app().request('PUT', `/v1/users/${app().owner.id}/role`, { headers, body: { role: 'manager' } }),
      403,
      'role/above-own',
    );
  });

  it('to an API credential that raises', async () => {
    const person = await app().register('manager');
    const headers = { authorization: `Bearer ${(await app().tokensOf()).access}` };
    const answer = await app().request('PUT', `/v1/users/${person.id}/role`, { headers, body: { role: 'administrator' } });
    expectProblem(answer, 403, 'permission/confirmation-required');
  });
});
