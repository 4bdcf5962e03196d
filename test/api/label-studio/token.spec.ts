import { describe, expect, it } from '@jest/globals';
import { TokenValidity } from '#projections/token-validity/token-validity';
import { expectEnvelope } from '../../support/label-studio.js';
import { runningApp } from '../../support/running-app.js';
import { sessionCookieIn } from '../../support/session-cookie.js';

describe('GET /api/token', () => {
  describe('answers 200', () => {
    const app = runningApp();

    it('with an empty array when there is nothing', async () => {
      const answer = await app().request('GET', '/api/token/', { headers: await app().signIn(await app().register('annotator')) });
      expect(answer.body).toEqual([]);
    });

    it('with the own tokens, without their signatures, and nobody else’s', async () => {
      const [mine, other] = [await app().register('annotator'), await app().register('annotator')];
      const { personal } = await app().tokensOf(mine);
      await app().tokensOf(other);
      const { body } = await app().request('GET', '/api/token', { headers: await app().signIn(mine) });
      expect(body).toHaveLength(1);
      expect(body[0]).toEqual({
        token: personal.split('.').slice(0, 2).join('.'),
        created_at: expect.any(String),
        expires_at: expect.any(String),
      });
    });

    it('having read the live ones alone, however many there were', async () => {
      const person = await app().register('annotator');
      const headers = await app().signIn(person);
      for (let n = 0; n < 30; n += 1) {
        const { token } = (await app().request('POST', '/v1/tokens', { headers, body: { kind: 'personal' } })).body;
        await app().request('DELETE', `/v1/tokens/${token.id}`, { headers });
      }
      await app().tokensOf(person);
      const rows = app().get(TokenValidity).tokens;
      const byId = rows.byId.bind(rows);
      const asked = new Set<string>();
      rows.byId = (id) => {
        asked.add(id);
        return byId(id);
      };
      expect((await app().request('GET', '/api/token', { headers })).body).toHaveLength(1);
      rows.byId = byId;
      expect(asked.size).toBeLessThanOrEqual(2);
    });

    it('without what expired or was revoked, and with what is only switched off', async () => {
      const person = await app().register('annotator');
      const session = await app().signIn(person);
      const { tokenId } = await app().tokensOf(person);
      const soon = new Date(app().clock.now().getTime() + 60_000).toISOString();
      await app().request('POST', '/v1/tokens', { headers: session, body: { kind: 'personal', expiresAt: soon } });
      expect((await app().request('GET', '/api/token', { headers: session })).body).toHaveLength(2);
      app().clock.advance(61);
      expect((await app().request('GET', '/api/token', { headers: session })).body).toHaveLength(1);
      const owner = await app().signIn();
      await app().request('PATCH', '/v1/organization', { headers: owner, body: { personalAccessTokensEnabled: false } });
      expect((await app().request('GET', '/api/token', { headers: session })).body).toHaveLength(1);
      await app().request('PATCH', '/v1/organization', { headers: owner, body: { personalAccessTokensEnabled: true } });
      await app().request('DELETE', `/v1/tokens/${tokenId}`, { headers: session });
      expect((await app().request('GET', '/api/token', { headers: session })).body).toEqual([]);
    });
  });
});

describe('POST /api/token', () => {
  describe('answers 201', () => {
    const app = runningApp();

    it.each(['/api/token', '/api/token/'])('at %s with the whole token, once, and when it ends', async (path) => {
      const person = await app().register('annotator');
      const session = await app().signIn(person);
      const { status, body, headers } = await app().request('POST', path, { headers: session });
      expect(status).toBe(201);
      expect(body).toEqual({ token: expect.any(String), created_at: expect.stringMatching(/Z$/), expires_at: expect.stringMatching(/Z$/) });
      expect(body.token.split('.')).toHaveLength(3);
      expect(headers['cache-control']).toBe('no-store');
      expect(headers['keyledger-position']).toBeDefined();
      const listed = await app().request('GET', path, { headers: session });
      expect(listed.text).not.toContain(body.token);
    });

    it('by a request with the legacy token, which is worth more', async () => {
      await app().enableLegacyTokens();
      const person = await app().register('reviewer');
      const legacy = (await app().request('GET', '/api/current-user/token', { headers: await app().signIn(person) })).body.token;
      const { status } = await app().request('POST', '/api/token/', { headers: { authorization: `Token ${legacy}` } });
      expect(status).toBe(201);
    });
  });

  describe('answers 403', () => {
    const app = runningApp();

    it('while personal access tokens are switched off', async () => {
      const owner = await app().signIn();
      await app().request('PATCH', '/v1/organization', { headers: owner, body: { personalAccessTokensEnabled: false } });
      const answer = await app().request('POST', '/api/token/', { headers: await app().signIn(await app().register('manager')) });
      expectEnvelope(answer, 403, 'The organization has switched this type of token off.');
      await app().request('PATCH', '/v1/organization', { headers: owner, body: { personalAccessTokensEnabled: true } });
    });

    it('while they are switched off also to somebody whose token waits for them to be switched on', async () => {
      const owner = await app().signIn();
      const session = await app().signIn(await app().register('manager'));
      expect((await app().request('POST', '/api/token/', { headers: session })).status).toBe(201);
      await app().request('PATCH', '/v1/organization', { headers: owner, body: { personalAccessTokensEnabled: false } });
      const answer = await app().request('POST', '/api/token/', { headers: session });
      expectEnvelope(answer, 403, 'The organization has switched this type of token off.');
      await app().request('PATCH', '/v1/organization', { headers: owner, body: { personalAccessTokensEnabled: true } });
    });

    it('to a session whose password was checked more than 15 minutes ago, until it is checked again', async () => {
      const person = await app().register('manager');
      const session = await app().signIn(person);
      app().clock.advance(15 * 60);
      const detail = 'Only a session whose password was checked in the last 15 minutes may do this.';
      expectEnvelope(await app().request('POST', '/api/token/', { headers: session }), 403, detail);
      const confirmed = await app().request('POST', '/v1/sessions/current/confirm', {
        headers: session,
        body: { password: person.password },
      });
      expect(confirmed.status).toBe(204);
      expect((await app().request('POST', '/api/token/', { headers: sessionCookieIn(confirmed) })).status).toBe(201);
    });

    it('to a service account, which has one token and makes none', async () => {
      const body = { name: 'robot', role: 'owner' };
      const { credential } = (await app().request('POST', '/v1/service-accounts', { headers: await app().signIn(), body })).body;
      const answer = await app().request('POST', '/api/token/', { headers: { authorization: `Token ${credential}` } });
      expectEnvelope(answer, 403, 'You do not have permission to perform this action.');
    });
  });

  describe('answers 409', () => {
    const app = runningApp();
    const detail = 'You already have a valid token. Please revoke it before creating a new one.';

    it('when the person has a token that works, whatever credential asks', async () => {
      const person = await app().register('annotator');
      const { access } = await app().tokensOf(person);
      const session = await app().signIn(person);
      expectEnvelope(await app().request('POST', '/api/token/', { headers: session }), 409, detail);
      expectEnvelope(await app().request('POST', '/api/token/', { headers: { authorization: `Bearer ${access}` } }), 409, detail);
    });

    it('no more once it was revoked', async () => {
      const person = await app().register('annotator');
      const session = await app().signIn(person);
      const { personal } = await app().tokensOf(person);
      const blacklisted = await app().request('POST', '/api/token/blacklist/', { headers: session, form: { refresh: personal } });
      expect(blacklisted.status).toBe(204);
      expect((await app().request('POST', '/api/token/', { headers: session })).status).toBe(201);
    });

    it('no more once it has expired', async () => {
      const person = await app().register('annotator');
      const soon = new Date(app().clock.now().getTime() + 60_000).toISOString();
      await app().request('POST', '/v1/tokens', { headers: await app().signIn(person), body: { kind: 'personal', expiresAt: soon } });
      app().clock.advance(60);
      expect((await app().request('POST', '/api/token/', { headers: await app().signIn(person) })).status).toBe(201);
    });
  });
});
