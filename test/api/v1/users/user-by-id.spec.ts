import { describe, expect, it } from '@jest/globals';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('GET /v1/users/{id}', () => {
  const app = runningApp();

  describe('answers 200', () => {
    it('with the person', async () => {
      const person = await app().register('manager');
      const { body } = await app().request('GET', `/v1/users/${person.id}`, { headers: await app().signIn() });
      expect(body).toMatchObject({ id: person.id, email: person.email, role: 'manager', disabled: false });
    });
  });
});

describe('/v1/users/{id} and every path below it', () => {
  const app = runningApp();

  describe('answers 403', () => {
    it('to an administrator for an owner', async () => {
      const headers = await app().signIn(await app().register('administrator'));
      for (const action of ['disable', 'enable', 'revoke-tokens', 'password-reset']) {
        expectProblem(await app().request('POST', `/v1/users/${app().owner.id}/${action}`, { headers }), 403, 'role/above-own');
      }
    });
  });

  describe('answers 404', () => {
    it.each([
      ['GET', ''],
      ['POST', '/disable'],
      ['POST', '/enable'],
      ['POST', '/erase'],
      ['POST', '/revoke-tokens'],
      ['POST', '/password-reset'],
      ['PUT', '/role'],
    ])('to %s …%s for a person of another organization, one who is not there, and what is no id', async (method, action) => {
      const { owner } = await app().secondOrganization();
      const headers = await app().signIn();
      for (const id of [owner.id, '00000000-0000-4000-8000-000000000000', '__proto__', 'constructor', '%00', "'; DROP TABLE users"]) {
        const path = `/v1/users/${encodeURIComponent(id)}${action}`;
        expectProblem(
          await app().request(method, path, { headers, ...(method === 'PUT' && { body: { role: 'manager' } }) }),
          404,
          'user/not-found',
        );
      }
      expect((await app().request('GET', '/v1/users/me', { headers: await app().signIn(owner) })).body.disabled).toBe(false);
    });
  });
});
