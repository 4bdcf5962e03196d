import { describe, expect, it } from '@jest/globals';
import { expectProblem, isoTime, position, uuid } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('GET /v1/verifiers', () => {
  const app = runningApp();

  describe('answers 200', () => {
    it('with the verifiers of the organization, oldest first, page by page, without the deleted ones', async () => {
      const headers = await app().signIn();
      const ids = [];
      for (const name of ['a', 'b', 'c', 'd'])
        ids.push((await app().request('POST', '/v1/verifiers', { headers, body: { name } })).body.verifier.id);
      const { owner } = await app().secondOrganization();
      await app().request('POST', '/v1/verifiers', { headers: await app().signIn(owner), body: { name: 'theirs' } });
      await app().request('DELETE', `/v1/verifiers/${ids[1]}`, { headers });
      const one = (await app().request('GET', '/v1/verifiers?limit=2', { headers })).body;
      const two = (await app().request('GET', `/v1/verifiers?limit=2&cursor=${one.nextCursor}`, { headers })).body;
      expect([...one.items, ...two.items].map(({ name }) => name)).toEqual(['a', 'c', 'd']);
      expect(two.nextCursor).toBeNull();
    });
  });
});

describe('POST /v1/verifiers', () => {
  const app = runningApp();

  describe('answers 201', () => {
    it('with the verifier and its credential, which is shown once', async () => {
      const headers = await app().signIn();
      const answer = await app().request('POST', '/v1/verifiers', { headers, body: { name: 'gateway' } });
      expect(answer.status).toBe(201);
      expect(answer.headers['keyledger-position']).toEqual(position);
      expect(answer.body).toEqual({
        verifier: { id: uuid, name: 'gateway', createdAt: isoTime },
        credential: expect.stringMatching(/^kl_rs_[0-9A-Za-z]{36}$/),
      });
      for (const path of ['/v1/verifiers', '/v1/activity', '/v1/activity/replay']) {
        expect((await app().request('GET', path, { headers })).text).not.toContain(answer.body.credential);
      }
    });
  });

  describe('answers 400', () => {
    it.each([
      ['no name', {}, ['name']],
      ['an empty name', { name: '' }, ['name']],
      ['a name of 201 characters', { name: 'x'.repeat(201) }, ['name']],
      ['a credential of its own choice', { name: 'gateway', credential: 'kl_rs_x' }, ['credential']],
    ])('for %s', async (_what, body, members) => {
      const answer = await app().request('POST', '/v1/verifiers', { headers: await app().signIn(), body });
      expectProblem(answer, 400, 'request/invalid', members);
    });
  });

  describe('answers 403', () => {
    it('to everybody below administrator, to auditors and to API credentials', async () => {
      for (const role of ['annotator', 'reviewer', 'manager', 'auditor'] as const) {
        const headers = await app().signIn(await app().register(role));
        expectProblem(await app().request('POST', '/v1/verifiers', { headers, body: { name: 'x' } }), 403, 'permission/denied');
      }
      const headers = { authorization: `Bearer ${(await app().tokensOf()).access}` };
      expectProblem(
        await app().request('POST', '/v1/verifiers', { headers, body: { name: 'x' } }),
        403,
        'permission/confirmation-required',
      );
    });
  });
});
