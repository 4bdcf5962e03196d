import { describe, expect, it } from '@jest/globals';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('PUT /v1/users/{id}/role answers 409', () => {
  const app = runningApp();

  it('for the last owner', async () => {
    const answer = await app().request('PUT', `/v1/users/${app().owner.id}/role`, {
      headers: await app().signIn(),
      body: { role: 'manager' },
    });
    expectProblem(answer, 409, 'organization/last-owner');
  });

  it('to one of two owners who demote each other at once', async () => {
    for (let round = 0; round < 20; round += 1) {
      const [first, second] = [app().owner, await app().register('owner')];
      const [one, two] = [await app().signIn(first), await app().signIn(second)];
      await Promise.all([
        app().request('PUT', `/v1/users/${second.id}/role`, { headers: one, body: { role: 'manager' } }),
        app().request('PUT', `/v1/users/${first.id}/role`, { headers: two, body: { role: 'manager' } }),
      ]);
      const roles = await Promise.all(
        [one, two].map(async (headers) => (await app().request('GET', '/v1/users/me', { headers })).body.role),
      );
      expect(roles.sort()).toEqual(['manager', 'owner']);
      const left = (await app().request('GET', '/v1/users/me', { headers: one })).body.role === 'owner' ? one : two;
      await app().request('PUT', `/v1/users/${first.id}/role`, { headers: left, body: { role: 'owner' } });
      if (left === two) await app().request('PUT', `/v1/users/${second.id}/role`, { headers: one, body: { role: 'manager' } });
    }
  }, 60_000);
});
