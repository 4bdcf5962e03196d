import { describe, expect, it } from '@jest/globals';
import { runningApp } from '../../support/running-app.js';

describe('GET /api/current-user/token', () => {
  describe('answers 200', () => {
    const app = runningApp({ KEYLEDGER_ENABLE_LEGACY_TOKENS: 'true' });
    const show = (headers: Record<string, string>) => app().request('GET', '/api/current-user/token/', { headers });

    it('with forty hex digits, the same each time, never to be cached', async () => {
      const session = await app().signIn(await app().register('annotator'));
      const first = await show(session);
      expect(first.body).toEqual({ token: expect.stringMatching(/^[0-9a-f]{40}$/) });
      expect(first.headers['cache-control']).toBe('no-store');
      expect((await show(session)).body).toEqual(first.body);
    });

    it('to the legacy token itself, which learns nothing that it does not have', async () => {
      const { token } = (await show(await app().signIn(await app().register('annotator')))).body;
      expect((await show({ authorization: `Token ${token}` })).body).toEqual({ token });
    });

    it('with one and the same token to fifty who reveal it first at once', async () => {
      const session = await app().signIn(await app().register('annotator'));
      const answers = await Promise.all(Array.from({ length: 50 }, () => show(session)));
      expect(new Set(answers.map(({ body }) => body.token)).size).toBe(1);
    });

    it('while legacy tokens are switched off, for one that exists', async () => {
      const session = await app().signIn(await app().register('annotator'));
      const { token } = (await show(session)).body;
      const owner = await app().signIn();
      await app().request('PATCH', '/v1/organization', { headers: owner, body: { legacyTokensEnabled: false } });
      expect((await show(session)).body).toEqual({ token });
      await app().request('PATCH', '/v1/organization', { headers: owner, body: { legacyTokensEnabled: true } });
    });

    it('and leaves a record of who saw it', async () => {
      const person = await app().register('annotator');
      await show(await app().signIn(person));
      const { body } = await app().request('GET', `/v1/activity?type=LegacyTokenRevealed&actor=${person.id}`, {
        headers: await app().signIn(),
      });
      expect(body.items).toHaveLength(1);
      expect(body.items[0].actor).toMatchObject({ kind: 'user', id: person.id, credentialId: expect.any(String) });
    });
  });

  describe('answers 403', () => {
    const app = runningApp({ KEYLEDGER_ENABLE_LEGACY_TOKENS: 'true' });
    const show = (headers: Record<string, string>) => app().request('GET', '/api/current-user/token', { headers });

    it('to a credential that lives shorter than what it would learn', async () => {
      const { access } = await app().tokensOf();
      expect((await show({ authorization: `Bearer ${access}` })).status).toBe(403);
    });

    it('to a session that was not confirmed lately', async () => {
      const session = await app().signIn();
      app().clock.advance(15 * 60);
      expect((await show(session)).status).toBe(403);
    });

    it('for a first token while legacy tokens are switched off', async () => {
      const owner = await app().signIn();
      await app().request('PATCH', '/v1/organization', { headers: owner, body: { legacyTokensEnabled: false } });
      expect((await show(await app().signIn(await app().register('annotator')))).status).toBe(403);
    });

    it('to a service account', async () => {
      const body = { name: 'robot', role: 'owner' };
      const { credential } = (await app().request('POST', '/v1/service-accounts', { headers: await app().signIn(), body })).body;
      expect((await show({ authorization: `Token ${credential}` })).status).toBe(403);
    });
  });

  describe('answers 404', () => {
    const app = runningApp({ KEYLEDGER_ENABLE_LEGACY_TOKENS: 'true' });

    it('after the token was revoked by hand, until it is renewed', async () => {
      const session = await app().signIn(await app().register('annotator'));
      const { token } = (await app().request('GET', '/api/current-user/token', { headers: session })).body;
      const [{ id }] = (await app().request('GET', '/v1/tokens', { headers: session })).body.items;
      await app().request('DELETE', `/v1/tokens/${id}`, { headers: session });
      expect((await app().request('GET', '/api/current-user/token', { headers: session })).status).toBe(404);
      const renewed = (await app().request('POST', '/api/current-user/reset-token', { headers: session })).body.token;
      expect(renewed).not.toBe(token);
      expect((await app().request('GET', '/api/current-user/token', { headers: session })).body).toEqual({ token: renewed });
    });
  });
});
