import { describe, expect, it } from '@jest/globals';
import { expectProblem, isoTime, position, uuid } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';
import { serviceAccounts } from '../../../support/service-accounts.js';

describe('GET /v1/service-accounts', () => {
  describe('answers 200', () => {
    const app = runningApp();
    const { allow, create } = serviceAccounts(app);

    it('with the accounts of the organization, oldest first, page by page, without the deleted ones', async () => {
      await allow(10);
      const { owner } = await app().secondOrganization();
      await create({ name: 'theirs', role: 'annotator' }, await app().signIn(owner));
      const ids = [];
      for (const name of ['a', 'b', 'c', 'd']) ids.push((await create({ name, role: 'annotator' })).body.serviceAccount.id);
      const headers = await app().signIn();
      await app().request('DELETE', `/v1/service-accounts/${ids[1]}`, { headers });
      const one = (await app().request('GET', '/v1/service-accounts?limit=2', { headers })).body;
      const two = (await app().request('GET', `/v1/service-accounts?limit=2&cursor=${one.nextCursor}`, { headers })).body;
      expect([...one.items, ...two.items].map(({ name }) => name)).toEqual(['a', 'c', 'd']);
      expect(two.nextCursor).toBeNull();
    });
  });
});

describe('POST /v1/service-accounts', () => {
  const app = runningApp();
  const { create } = serviceAccounts(app);

  describe('answers 201', () => {
    const app = runningApp();
    const { allow, create, use } = serviceAccounts(app);

    it('with the account and its credential, which is shown once and works under both schemes', async () => {
      await allow(100);
      const answer = await create({ name: 'Nightly export', role: 'manager', workspaceIds: ['w1'], projectIds: ['p1', 'p2'] });
      expect(answer.status).toBe(201);
      expect(answer.headers['keyledger-position']).toEqual(position);
      expect(answer.headers['cache-control']).toBe('no-store');
      const { serviceAccount, credential } = answer.body;
      expect(serviceAccount).toEqual({
        id: uuid,
        number: 2,
        name: 'Nightly export',
        role: 'manager',
        workspaceIds: ['w1'],
        projectIds: ['p1', 'p2'],
        createdAt: isoTime,
      });
      expect(credential).toMatch(/^kl_sa_[0-9A-Za-z]{36}$/);
      expect(await use(credential)).toBe(200);
      expect((await app().request('GET', '/v1/auth', { headers: { authorization: `Bearer ${credential}` } })).status).toBe(200);
      const headers = await app().signIn();
      for (const path of [
        '/v1/service-accounts',
        `/v1/service-accounts/${serviceAccount.id}`,
        `/v1/tokens?ownerId=${serviceAccount.id}`,
        '/v1/activity/replay?opened=true',
      ]) {
        expect((await app().request('GET', path, { headers })).text).not.toContain(credential);
      }
    });

    it('to one of fifty who create at once under an allowance of one (SR-42)', async () => {
      const { owner } = await app().secondOrganization();
      const headers = await app().signIn(owner);
      const answers = await Promise.all(Array.from({ length: 50 }, (_, i) => create({ name: `robot ${i}`, role: 'annotator' }, headers)));
      expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(49).fill(409)]);
      expect((await app().request('GET', '/v1/service-accounts', { headers })).body.items).toHaveLength(1);
    });

    it('under a name that another organization uses, and one that a deleted account had', async () => {
      const { owner } = await app().secondOrganization();
      const first = await create({ name: 'shared', role: 'annotator' });
      expect((await create({ name: 'shared', role: 'annotator' }, await app().signIn(owner))).status).toBe(201);
      await app().request('DELETE', `/v1/service-accounts/${first.body.serviceAccount.id}`, { headers: await app().signIn() });
      expect((await create({ name: 'shared', role: 'annotator' })).status).toBe(201);
    });

    it('to each of forty who create one at the same time', async () => {
      await allow(100);
      const headers = await app().signIn();
      const answers = await Promise.all(Array.from({ length: 40 }, (_, i) => create({ name: `at once ${i}`, role: 'reviewer' }, headers)));
      expect(answers.map(({ status }) => status)).toEqual(Array(40).fill(201));
    });
  });

  describe('answers 400', () => {
    it.each([
      ['no name', { role: 'manager' }, ['name']],
      ['an empty name', { name: '', role: 'manager' }, ['name']],
      ['a name of blanks', { name: '   ', role: 'manager' }, ['name']],
      ['a name of 201 characters', { name: 'x'.repeat(201), role: 'manager' }, ['name']],
      ['a name with a NUL', { name: 'a\u0000b', role: 'manager' }, ['name']],
      ['a name with an invisible direction mark', { name: 'a\u202eb', role: 'manager' }, ['name']],
      ['no role', { name: 'robot' }, ['role']],
      ['a role that there is not', { name: 'robot', role: 'superuser' }, ['role']],
      ['one workspace that is no list', { name: 'robot', role: 'manager', workspaceIds: 'w1' }, ['workspaceIds']],
      ['a workspace with a comma', { name: 'robot', role: 'manager', workspaceIds: ['w1,w2'] }, ['workspaceIds']],
      ['1001 projects', { name: 'robot', role: 'manager', projectIds: Array.from({ length: 1001 }, (_, i) => `p${i}`) }, ['projectIds']],
      ['a credential of its own choice', { name: 'robot', role: 'manager', credential: 'kl_sa_x' }, ['credential']],
    ])('for %s', async (_what, account, members) => {
      expectProblem(await create(account), 400, 'request/invalid', members);
      expect((await app().request('GET', '/v1/service-accounts', { headers: await app().signIn() })).body.items).toEqual([]);
    });
  });

  describe('answers 403', () => {
    it.each(['annotator', 'reviewer', 'manager', 'auditor'] as const)('to a creating %s', async (role) => {
      expectProblem(
        await create({ name: 'robot', role: 'annotator' }, await app().signIn(await app().register(role))),
        403,
        'permission/denied',
      );
    });

    it.each(['owner', 'auditor'] as const)('to an administrator who makes an %s', async (role) => {
      expectProblem(
        await create({ name: 'robot', role }, await app().signIn(await app().register('administrator'))),
        403,
        'role/above-own',
      );
    });

    it('to an API credential', async () => {
      const headers = { authorization: `Bearer ${(await app().tokensOf()).access}` };
      expectProblem(await create({ name: 'robot', role: 'annotator' }, headers), 403, 'permission/confirmation-required');
    });
  });

  describe('answers 409', () => {
    const app = runningApp();
    const { allow, create } = serviceAccounts(app);

    it('beyond the allowance, which is one until an owner raises it', async () => {
      await create({ name: 'first', role: 'annotator' });
      expectProblem(await create({ name: 'second', role: 'annotator' }), 409, 'service-account/allowance-used');
      await allow(2);
      expect((await create({ name: 'second', role: 'annotator' })).status).toBe(201);
    });

    it('for a name that is in use, however its accents, blanks and case are typed', async () => {
      await allow(10);
      await create({ name: 'caf\u00e9', role: 'annotator' });
      await create({ name: 'a b', role: 'annotator' });
      for (const name of ['caf\u00e9', 'cafe\u0301', ' caf\u00e9 ', 'Caf\u00e9', 'CAFE\u0301', 'a\u00a0b', 'A  B', '\uff41 b'])
        expectProblem(await create({ name, role: 'annotator' }), 409, 'service-account/name-taken');
      expect((await create({ name: 'cafe', role: 'annotator' })).status).toBe(201);
    });

    it('for all but one of those who take the same name at once', async () => {
      await allow(50);
      const headers = await app().signIn();
      const answers = await Promise.all(Array.from({ length: 20 }, () => create({ name: 'wanted', role: 'annotator' }, headers)));
      expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(19).fill(409)]);
    });
  });
});
