import { beforeAll, describe, expect, it } from '@jest/globals';
import { expectProblem, position } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';
import { serviceAccounts } from '../../../support/service-accounts.js';

describe('DELETE /v1/service-accounts/{id}', () => {
  describe('answers 204', () => {
    const app = runningApp();
    const { create, use } = serviceAccounts(app);

    it('and its credential stops at once and for ever', async () => {
      const { serviceAccount, credential } = (await create({ name: 'robot', role: 'manager' })).body;
      const headers = await app().signIn();
      const path = `/v1/service-accounts/${serviceAccount.id}`;
      const answer = await app().request('DELETE', path, { headers });
      expect(answer.status).toBe(204);
      expect(answer.headers['keyledger-position']).toEqual(position);
      expect(await use(credential)).toBe(401);
      expectProblem(await app().request('POST', `${path}/reset-token`, { headers }), 404, 'service-account/not-found');
      expectProblem(await app().request('DELETE', path, { headers }), 404, 'service-account/not-found');
      await app().restart();
      expect(await use(credential)).toBe(401);
    });

    it('to an API credential of an administrator', async () => {
      const { serviceAccount } = (await create({ name: 'robot', role: 'manager' })).body;
      const headers = { authorization: `Bearer ${(await app().tokensOf(await app().register('administrator'))).access}` };
      expect((await app().request('DELETE', `/v1/service-accounts/${serviceAccount.id}`, { headers })).status).toBe(204);
    });
  });
});

describe('GET /v1/service-accounts/{id}', () => {
  const app = runningApp();
  const { create } = serviceAccounts(app);

  describe('answers 200', () => {
    it.each(['auditor', 'administrator', 'owner'] as const)(
      'to an %s with the account, and never a part of its credential',
      async (role) => {
        const { serviceAccount, credential } = (await create({ name: `for an ${role}`, role: 'manager', projectIds: ['p1'] })).body;
        const headers = await app().signIn(await app().register(role));
        const answer = await app().request('GET', `/v1/service-accounts/${serviceAccount.id}`, { headers });
        expect(answer.body).toEqual(serviceAccount);
        expect(answer.text).not.toContain(credential.slice(6));
        await app().request('DELETE', `/v1/service-accounts/${serviceAccount.id}`, { headers: await app().signIn() });
      },
    );
  });
});

describe('PATCH /v1/service-accounts/{id}', () => {
  const app = runningApp();
  const { allow, create, use } = serviceAccounts(app);
  beforeAll(() => allow(2));

  describe('answers 200', () => {
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

  describe('answers 400', () => {
    it('for a new name, which is fixed once and for all', async () => {
      const { serviceAccount } = (await create({ name: 'named', role: 'manager' })).body;
      const path = `/v1/service-accounts/${serviceAccount.id}`;
      const answer = await app().request('PATCH', path, { headers: await app().signIn(), body: { name: 'other', role: 'reviewer' } });
      expectProblem(answer, 400, 'request/invalid', ['name']);
      expect((await app().request('GET', path, { headers: await app().signIn() })).body).toEqual(serviceAccount);
    });
  });
});

describe('/v1/service-accounts/{id} and every path below it', () => {
  const app = runningApp();
  const { create } = serviceAccounts(app);

  describe('answers 403', () => {
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

  describe('answers 404', () => {
    it.each([
      ['GET', ''],
      ['PATCH', ''],
      ['DELETE', ''],
      ['POST', '/reset-token'],
    ])('to %s …%s for an account of another organization, and for none', async (method, action) => {
      const { owner } = await app().secondOrganization();
      const theirs = (await create({ name: 'theirs', role: 'annotator' }, await app().signIn(owner))).body;
      const headers = await app().signIn();
      for (const id of [theirs.serviceAccount.id, '00000000-0000-4000-8000-000000000000', '__proto__', app().owner.id]) {
        const answer = await app().request(method, `/v1/service-accounts/${id}${action}`, {
          headers,
          ...(method === 'PATCH' && { body: {} }),
        });
        expectProblem(answer, 404, 'service-account/not-found');
      }
      expect((await app().request('GET', '/v1/auth', { headers: { authorization: `Token ${theirs.credential}` } })).status).toBe(200);
    });
  });
});
