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

  it('to raise anybody who is disabled, until enabled again', async () => {
    const headers = await app().signIn();
    for (const [before, after] of [
      ['annotator', 'reviewer'],
      ['manager', 'administrator'],
      ['administrator', 'owner'],
      ['auditor', 'annotator'],
      ['annotator', 'auditor'],
    ] as const) {
      const person = await app().register(before);
      const raise = () => app().request('PUT', `/v1/users/${person.id}/role`, { headers, body: { role: after } });
      await app().request('POST', `/v1/users/${person.id}/disable`, { headers });
      expectProblem(await raise(), 409, 'user/disabled');
      expect((await app().request('GET', `/v1/users/${person.id}`, { headers })).body.role).toBe(before);
      await app().request('POST', `/v1/users/${person.id}/enable`, { headers });
      expect(await raise()).toMatchObject({ status: 200, body: { role: after } });
    }
  });

  it('to raise anybody whose data was erased', async () => {
    const person = await app().register('annotator');
    const headers = await app().signIn();
    for (const step of ['disable', 'erase']) await app().request('POST', `/v1/users/${person.id}/${step}`, { headers });
    const answer = await app().request('PUT', `/v1/users/${person.id}/role`, { headers, body: { role: 'manager' } });
    expectProblem(answer, 409, 'user/erased');
  });
});
