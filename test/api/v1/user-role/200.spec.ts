import { describe, expect, it } from '@jest/globals';
import { position } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('PUT /v1/users/{id}/role answers 200', () => {
  const app = runningApp();

  it('and the new role counts in the next request with an old credential', async () => {
    const person = await app().register('manager');
    const { access } = await app().tokensOf(person);
    const owner = await app().signIn();
    const list = () => app().request('GET', '/v1/users', { headers: { authorization: `Bearer ${access}` } });
    expect((await list()).status).toBe(403);
    const answer = await app().request('PUT', `/v1/users/${person.id}/role`, { headers: owner, body: { role: 'administrator' } });
    expect(answer.body).toMatchObject({ id: person.id, role: 'administrator' });
    expect(answer.headers['keyledger-position']).toEqual(position);
    expect((await list()).status).toBe(200);
    await app().request('PUT', `/v1/users/${person.id}/role`, { headers: owner, body: { role: 'reviewer' } });
    expect((await list()).status).toBe(403);
  });

  it('from owner down and up again', async () => {
    const second = await app().register('owner');
    const headers = await app().signIn();
    for (const role of ['manager', 'owner', 'auditor', 'owner', 'administrator']) {
      const answer = await app().request('PUT', `/v1/users/${second.id}/role`, { headers, body: { role } });
      expect(`${answer.status} ${answer.body.role}`).toBe(`200 ${role}`);
    }
  });

  it('to an API credential that takes rights away', async () => {
    const person = await app().register('manager');
    const headers = { authorization: `Bearer ${(await app().tokensOf()).access}` };
    expect((await app().request('PUT', `/v1/users/${person.id}/role`, { headers, body: { role: 'annotator' } })).status).toBe(200);
  });

  it.each([
    ['owner', 'administrator'],
    ['administrator', 'manager'],
    ['manager', 'annotator'],
  ] as const)('to lower a disabled %s to %s, who is that once enabled, and whose credentials can no more', async (before, after) => {
    const person = await app().register(before);
    const { access } = await app().tokensOf(person);
    const headers = await app().signIn();
    await app().request('POST', `/v1/users/${person.id}/disable`, { headers });
    const lowered = await app().request('PUT', `/v1/users/${person.id}/role`, { headers, body: { role: after } });
    expect(lowered).toMatchObject({ status: 200, body: { role: after, disabled: true } });
    const enabled = await app().request('POST', `/v1/users/${person.id}/enable`, { headers });
    expect(enabled.body).toMatchObject({ role: after, disabled: false });
    const me = await app().request('GET', '/v1/users/me', { headers: { authorization: `Bearer ${access}` } });
    expect(me.body).toMatchObject({ id: person.id, role: after });
  });
});
