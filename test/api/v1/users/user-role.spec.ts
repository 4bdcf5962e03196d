import { describe, expect, it } from '@jest/globals';
import { expectProblem, position } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('PUT /v1/users/{id}/role', () => {
  const app = runningApp();

  describe('answers 200', () => {
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

  describe('answers 400', () => {
    it.each([
      [{}, ['role']],
      [{ role: 'root' }, ['role']],
      [{ role: ['manager'] }, ['role']],
      [{ role: 'manager', id: 'me' }, ['id']],
    ])('for %p', async (body, members) => {
      const { id } = await app().register('reviewer');
      const headers = await app().signIn();
      expectProblem(await app().request('PUT', `/v1/users/${id}/role`, { headers, body }), 400, 'request/invalid', members);
      expect((await app().request('GET', `/v1/users/${id}`, { headers })).body.role).toBe('reviewer');
    });
  });

  describe('answers 403', () => {
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

  describe('answers 409', () => {
    it('for the last owner', async () => {
      const answer = await app().request('PUT', `/v1/users/${app().owner.id}/role`, {
        headers: await app().signIn(),
        body: { role: 'manager' },
      });
      expectProblem(answer, 409, 'organization/last-owner');
    });

    it.each(['OwnerRemoved', 'MemberRoleChanged'])('to one of two owners who demote each other right before %s (SR-39)', async (event) => {
      const { owner: first, organizationId } = await app().secondOrganization();
      const second = await app().register('owner', organizationId);
      const [one, two] = [await app().signIn(first), await app().signIn(second)];
      const demote = async (id: string, headers: { cookie: string }) =>
        (await app().request('PUT', `/v1/users/${id}/role`, { headers, body: { role: 'manager' } })).status;
      const roleOf = async (headers: { cookie: string }) => (await app().request('GET', '/v1/users/me', { headers })).body.role;
      let interrupted = 0;
      app().interruptBefore(event, async () => (interrupted = await demote(first.id, two)));
      const answered = await demote(second.id, one);
      const isFirstLost = event === 'OwnerRemoved';
      expect([await roleOf(one), await roleOf(two)]).toEqual(isFirstLost ? ['manager', 'owner'] : ['owner', 'manager']);
      expect([answered, interrupted]).toEqual(isFirstLost ? [expect.any(Number), 200] : [200, 403]);
    });

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
});
