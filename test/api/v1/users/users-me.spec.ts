import { describe, expect, it } from '@jest/globals';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('GET /v1/users/me', () => {
  const app = runningApp();

  describe('answers 200', () => {
    it.each(['annotator', 'auditor', 'administrator'] as const)('to an %s with themselves', async (role) => {
      const person = await app().register(role);
      const { body } = await app().request('GET', '/v1/users/me', { headers: await app().signIn(person) });
      expect(body).toMatchObject({ id: person.id, email: person.email, role });
    });
  });

  describe('answers 401', () => {
    it('without a credential, and with one that is none', async () => {
      expectProblem(await app().request('GET', '/v1/users/me'), 401, 'credential/missing');
      for (const authorization of [
        '',
        'Bearer',
        'Bearer ',
        'Basic YTpi',
        'Bearer x',
        `Token ${'a'.repeat(40)}`,
        'Bearer a b',
        'Token kl_sa_',
      ]) {
        expectProblem(await app().request('GET', '/v1/users/me', { headers: { authorization } }), 401, 'credential/invalid');
      }
    });

    it('says how to authenticate', async () => {
      expect((await app().request('GET', '/v1/users/me')).headers['www-authenticate']).toBe('Bearer realm="keyledger"');
    });
  });

  describe('answers 403', () => {
    it('to a service account, which is no person', async () => {
      const body = { name: 'robot', role: 'owner' };
      const { credential } = (await app().request('POST', '/v1/service-accounts', { headers: await app().signIn(), body })).body;
      expectProblem(
        await app().request('GET', '/v1/users/me', { headers: { authorization: `Token ${credential}` } }),
        403,
        'permission/denied',
      );
      expect((await app().request('GET', '/v1/users', { headers: { authorization: `Token ${credential}` } })).status).toBe(200);
    });
  });
});
