import { describe, expect, it } from '@jest/globals';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('GET /v1/users', () => {
  const app = runningApp();

  describe('answers 400 (SR-36)', () => {
    it.each(['limit=0', 'limit=201', 'limit=ten', 'limit=1.5', 'limit=1&limit=2', 'unknown=1', `cursor=${'x'.repeat(101)}`])(
      'for the query %s',
      async (query) => {
        const answer = await app().request('GET', `/v1/users?${query}`, { headers: await app().signIn() });
        expect(`${answer.status} ${answer.body.code}`).toBe('400 request/invalid');
      },
    );
  });

  describe('answers 403', () => {
    it.each(['annotator', 'reviewer', 'manager'] as const)('to a listing %s', async (role) => {
      const headers = await app().signIn(await app().register(role));
      expectProblem(await app().request('GET', '/v1/users', { headers }), 403, 'permission/denied');
    });
  });
});

describe('POST /v1/users', () => {
  const app = runningApp();

  describe('answers 400 (SR-36)', () => {
    it.each([
      ['no body member at all', {}, ['email', 'role']],
      ['an e-mail address that is no text', { email: 7, role: 'manager' }, ['email']],
      ['a role that there is not', { email: 'a@example.com', role: 'root' }, ['role']],
      ['a role in a list', { email: 'a@example.com', role: ['manager'] }, ['role']],
      ['a name with a line break', { email: 'a@example.com', role: 'manager', firstName: 'a\nb' }, ['firstName']],
      ['an empty name', { email: 'a@example.com', role: 'manager', lastName: '' }, ['lastName']],
      ['a name of 201 characters', { email: 'a@example.com', role: 'manager', lastName: 'x'.repeat(201) }, ['lastName']],
      ['a member that there is not', { email: 'a@example.com', role: 'manager', isAdmin: true }, ['isAdmin']],
      ['an id of its own choice', { id: 'me', email: 'a@example.com', role: 'manager' }, ['id']],
    ])('for %s', async (_what, body, members) => {
      const answer = await app().request('POST', '/v1/users', { headers: await app().signIn(), body });
      expectProblem(answer, 400, 'request/invalid', members);
    });
  });

  describe('answers 403', () => {
    it.each(['annotator', 'reviewer', 'manager', 'auditor'] as const)('to a registering %s', async (role) => {
      const headers = await app().signIn(await app().register(role));
      const answer = await app().request('POST', '/v1/users', { headers, body: { email: 'new@example.com', role: 'annotator' } });
      expectProblem(answer, 403, 'permission/denied');
    });

    it.each(['owner', 'auditor'] as const)('to an administrator who registers an %s', async (role) => {
      const headers = await app().signIn(await app().register('administrator'));
      const answer = await app().request('POST', '/v1/users', { headers, body: { email: `new-${role}@example.com`, role } });
      expectProblem(answer, 403, 'role/above-own');
    });

    it.each([{ role: 'manager', password: 'a-long-and-quiet-river' }, { role: 'administrator' }, { role: 'owner' }, { role: 'auditor' }])(
      'to an API credential that registers %p',
      async (person) => {
        const { access } = await app().tokensOf();
        const answer = await app().request('POST', '/v1/users', {
          headers: { authorization: `Bearer ${access}` },
          body: { email: 'n@example.com', ...person },
        });
        expectProblem(answer, 403, 'permission/confirmation-required');
      },
    );
  });

  describe('answers 409', () => {
    it('for an address that somebody has, however it is typed and in whichever organization', async () => {
      const { owner } = await app().secondOrganization();
      for (const email of ['OWNER@example.com', ' owner@example.com', owner.email]) {
        const answer = await app().request('POST', '/v1/users', { headers: await app().signIn(), body: { email, role: 'manager' } });
        expectProblem(answer, 409, 'email/taken');
      }
    });

    it('for all but one of those who take the same address at once', async () => {
      const headers = await app().signIn();
      const body = { email: 'wanted@example.com', role: 'manager' };
      const answers = await Promise.all(Array.from({ length: 20 }, () => app().request('POST', '/v1/users', { headers, body })));
      expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(19).fill(409)]);
      const { items } = (await app().request('GET', '/v1/users?limit=200', { headers })).body;
      expect(items.filter(({ email }: { email: string }) => email === body.email)).toHaveLength(1);
    });
  });

  describe('answers 422', () => {
    it.each(['nobody', 'a@b', 'ada@example.com.', '\u0430da@example.com', 'ada@example.com\nbcc:x@example.com', '"a b"@example.com'])(
      'for %p, which is no address here',
      async (email) => {
        const answer = await app().request('POST', '/v1/users', { headers: await app().signIn(), body: { email, role: 'manager' } });
        expectProblem(answer, 422, 'email/invalid');
      },
    );

    it.each([
      ['short', 'password/too-short'],
      ['\u00e9'.repeat(600), 'password/too-long'],
      ['passwordpassword', 'password/too-common'],
    ] as const)('for the password %p', async (password, code) => {
      const body = { email: 'weak@example.com', role: 'manager', password };
      expectProblem(await app().request('POST', '/v1/users', { headers: await app().signIn(), body }), 422, code);
      expect(
        (await app().request('POST', '/v1/users', { headers: await app().signIn(), body: { email: body.email, role: 'manager' } })).status,
      ).toBe(201);
      const other = await app().request('POST', '/v1/users', {
        headers: await app().signIn(),
        body: { email: body.email, role: 'manager' },
      });
      expect(other.status).toBe(409);
      await erase(body.email);
    });

    /** Frees the address for the next row. */
    async function erase(email: string): Promise<void> {
      const headers = await app().signIn();
      const { items } = (await app().request('GET', '/v1/users', { headers })).body;
      const { id } = items.find((item: { email: string }) => item.email === email);
      await app().request('POST', `/v1/users/${id}/disable`, { headers });
      expect((await app().request('POST', `/v1/users/${id}/erase`, { headers })).status).toBe(200);
    }
  });
});
