import { describe, expect, it } from '@jest/globals';
import { chooseOwnPassword } from '../../../support/own-password.js';
import { isoTime, position, uuid } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';
import type { Answer } from '../../../support/test-app.js';

describe('GET /v1/users', () => {
  const app = runningApp();

  describe('answers 200', () => {
    it('with the people of the organization, oldest first, page by page', async () => {
      for (let i = 0; i < 5; i += 1) await app().register('annotator');
      const { organizationId } = await app().secondOrganization();
      await app().register('manager', organizationId);
      const headers = await app().signIn();
      const whole = (await app().request('GET', '/v1/users', { headers })).body;
      expect(whole.items).toHaveLength(6);
      expect(whole.nextCursor).toBeNull();
      expect(whole.items[0].email).toBe('owner@example.com');
      const paged = [];
      let cursor: string | null = '';
      while (cursor !== null) {
        const page: Answer = await app().request('GET', `/v1/users?limit=2${cursor && `&cursor=${cursor}`}`, { headers });
        paged.push(...page.body.items);
        cursor = page.body.nextCursor;
      }
      expect(paged).toEqual(whole.items);
    });

    it('to auditors and administrators too', async () => {
      for (const role of ['auditor', 'administrator'] as const) {
        const headers = await app().signIn(await app().register(role));
        expect((await app().request('GET', '/v1/users', { headers })).status).toBe(200);
      }
    });
  });
});

describe('POST /v1/users', () => {
  const app = runningApp();

  describe('answers 201', () => {
    it('with the person, who can sign in with the password', async () => {
      const person = {
        email: ' New@Example.com ',
        role: 'manager',
        firstName: 'Ada',
        lastName: 'Lovelace',
        password: 'a-long-and-quiet-river',
      };
      const answer = await app().request('POST', '/v1/users', { headers: await app().signIn(), body: person });
      expect(answer.status).toBe(201);
      expect(answer.headers['keyledger-position']).toEqual(position);
      const { id, number } = answer.body;
      expect(answer.body).toEqual({
        id: uuid,
        number,
        email: 'new@example.com',
        firstName: 'Ada',
        lastName: 'Lovelace',
        role: 'manager',
        disabled: false,
        createdAt: isoTime,
      });
      const signedIn = await app().request('POST', '/v1/sessions', { body: { email: 'new@example.com', password: person.password } });
      expect(signedIn.body.userId).toBe(id);
    });

    it('with numbers that grow with each person', async () => {
      const owner = await app().signIn();
      const register = async (email: string) =>
        (await app().request('POST', '/v1/users', { headers: owner, body: { email, role: 'annotator' } })).body.number;
      const first = await register('one@example.com');
      expect(await register('two@example.com')).toBe(first + 1);
    });

    it('to an API credential, for somebody below administrator and without a password', async () => {
      const { access } = await app().tokensOf();
      const body = { email: 'by-api@example.com', role: 'manager' };
      expect((await app().request('POST', '/v1/users', { headers: { authorization: `Bearer ${access}` }, body })).status).toBe(201);
    });

    it('for another owner, who owns from then on', async () => {
      const body = { email: 'owner-2@example.com', role: 'owner', password: 'a-long-and-quiet-river' };
      const answer = await app().request('POST', '/v1/users', { headers: await app().signIn(), body });
      expect(answer.body.role).toBe('owner');
      const theirs = await app().signIn(await chooseOwnPassword(app(), body));
      expect((await app().request('PATCH', '/v1/organization', { headers: theirs, body: { serviceAccountAllowance: 2 } })).status).toBe(
        200,
      );
    });
  });
});
