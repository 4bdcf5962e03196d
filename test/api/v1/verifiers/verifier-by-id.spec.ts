import { describe, expect, it } from '@jest/globals';
import { expectProblem, position } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('DELETE /v1/verifiers/{id}', () => {
  const app = runningApp();

  describe('answers 204', () => {
    it('and its credential is worth nothing from then on', async () => {
      const headers = await app().signIn();
      const { verifier, credential } = (await app().request('POST', '/v1/verifiers', { headers, body: { name: 'gateway' } })).body;
      const introspect = () =>
        app().request('POST', '/oauth/introspect', { headers: { authorization: `Bearer ${credential}` }, form: { token: 'x' } });
      expect((await introspect()).status).toBe(200);
      const answer = await app().request('DELETE', `/v1/verifiers/${verifier.id}`, { headers });
      expect([answer.status, answer.text]).toEqual([204, '']);
      expect(answer.headers['keyledger-position']).toEqual(position);
      expect((await introspect()).status).toBe(401);
    });

    it('to an API credential of an administrator, since nothing is given', async () => {
      const body = { name: 'of an administrator' };
      const { id } = (await app().request('POST', '/v1/verifiers', { headers: await app().signIn(), body })).body.verifier;
      const { access } = await app().tokensOf(await app().register('administrator'));
      const headers = { authorization: `Bearer ${access}` };
      expect((await app().request('DELETE', `/v1/verifiers/${id}`, { headers })).status).toBe(204);
    });
  });

  describe('answers 403', () => {
    it.each(['annotator', 'reviewer', 'manager', 'auditor'] as const)('to an %s', async (role) => {
      const body = { name: `kept from an ${role}` };
      const { id } = (await app().request('POST', '/v1/verifiers', { headers: await app().signIn(), body })).body.verifier;
      const headers = await app().signIn(await app().register(role));
      expectProblem(await app().request('DELETE', `/v1/verifiers/${id}`, { headers }), 403, 'permission/denied');
    });
  });

  describe('answers 404', () => {
    it('for a verifier of another organization, one that was deleted, and for none', async () => {
      const { owner } = await app().secondOrganization();
      const theirs = (await app().request('POST', '/v1/verifiers', { headers: await app().signIn(owner), body: { name: 'theirs' } })).body
        .verifier;
      const headers = await app().signIn();
      const own = (await app().request('POST', '/v1/verifiers', { headers, body: { name: 'own' } })).body.verifier;
      expect((await app().request('DELETE', `/v1/verifiers/${own.id}`, { headers })).status).toBe(204);
      for (const id of [theirs.id, own.id, '__proto__']) {
        expectProblem(await app().request('DELETE', `/v1/verifiers/${id}`, { headers }), 404, 'verifier/not-found');
      }
    });
  });
});
