import { describe, expect, it } from '@jest/globals';
import { expectEnvelope } from '../../support/label-studio.js';
import { runningApp } from '../../support/running-app.js';

describe('POST /api/token/refresh', () => {
  describe('answers exactly 200', () => {
    const app = runningApp();

    it.each(['/api/token/refresh', '/api/token/refresh/'])('at %s with an access token that authenticates', async (path) => {
      const { personal } = await app().tokensOf();
      const { status, body, headers } = await app().request('POST', path, { body: { refresh: personal } });
      expect(status).toBe(200);
      expect(Object.keys(body)).toEqual(['access']);
      expect(headers['cache-control']).toBe('no-store');
      expect((await app().request('GET', '/v1/auth', { headers: { authorization: `Bearer ${body.access}` } })).status).toBe(200);
    });

    it('whatever the Authorization header says, since the body is the credential', async () => {
      const { personal } = await app().tokensOf();
      const headers = { authorization: 'Bearer nonsense' };
      expect((await app().request('POST', '/api/token/refresh/', { headers, body: { refresh: personal } })).status).toBe(200);
    });

    it('for a form too, and ignores members that it does not know', async () => {
      const { personal } = await app().tokensOf();
      expect((await app().request('POST', '/api/token/refresh/', { form: { refresh: personal, more: 'x' } })).status).toBe(200);
      expect((await app().request('POST', '/api/token/refresh/', { body: { refresh: personal, more: 1 } })).status).toBe(200);
    });

    it.each(['\n', '\r\n', ' ', '\t', ' \t\r\n'])('with %j around it, as it comes along when it is copied', async (blanks) => {
      const { personal } = await app().tokensOf();
      expect((await app().request('POST', '/api/token/refresh/', { body: { refresh: blanks + personal + blanks } })).status).toBe(200);
    });

    it('for multipart, as some clients send it', async () => {
      const { personal } = await app().tokensOf();
      const rawBody = `--b\r\nContent-Disposition: form-data; name="refresh"\r\n\r\n${personal}\r\n--b--\r\n`;
      const headers = { 'content-type': 'multipart/form-data; boundary=b' };
      expect((await app().request('POST', '/api/token/refresh/', { headers, rawBody })).status).toBe(200);
    });

    it('with claims that the SDK can read: whole seconds, five minutes at most, never past the parent', async () => {
      const claimsOf = (jwt: string) => JSON.parse(Buffer.from(jwt.split('.')[1], 'base64url').toString());
      const soon = new Date(app().clock.now().getTime() + 100_000).toISOString();
      const issued = await app().request('POST', '/v1/tokens', {
        headers: await app().signIn(),
        body: { kind: 'personal', expiresAt: soon },
      });
      const parent = claimsOf(issued.body.credential);
      const child = claimsOf(await app().exchange(issued.body.credential));
      expect(child).toEqual({ ...parent, token_type: 'access', jti: expect.stringMatching(/^[0-9a-f]{32}$/), iat: expect.any(Number) });
      expect(child.exp).toBe(parent.exp);
      expect(child.jti).not.toBe(parent.jti);
      const unhurried = claimsOf((await app().tokensOf()).access);
      expect(unhurried.exp - unhurried.iat).toBe(290);
      expect(parent.user_id).toBe('1');
    });
  });

  describe('answers 401', () => {
    const app = runningApp();
    const refresh = (text: unknown) => app().request('POST', '/api/token/refresh/', { body: { refresh: text } });

    it('and names its realm', async () => {
      expect((await refresh('nonsense')).headers['www-authenticate']).toBe('Bearer realm="api"');
    });

    it('`Token is invalid` for whatever we did not sign', async () => {
      const { personal } = await app().tokensOf();
      const [header, payload, signature] = personal.split('.');
      const other = (await app().tokensOf()).personal.split('.');
      const none = Buffer.from('{"alg":"none","typ":"pat+jwt"}').toString('base64url');
      const texts = [
        'x',
        'a.b.c',
        `${header}.${payload}`,
        `${header}.${payload}.`,
        `${personal}x`,
        // Blanks beyond ASCII are part of the text.
        ...['\u00a0', '\u2003', '\ufeff', '\u2028', '\v', '\f', '\0'].flatMap((blank) => [`${blank}${personal}`, `${personal}${blank}`]),
        ` ${signature}`,
        `${none}.${payload}.`,
        'f'.repeat(40),
      ];
      for (const text of [...texts, `${header}.${other[1]}.${signature}`, 42]) expectEnvelope(await refresh(text), 401, 'Token is invalid');
    });

    it('`Token has wrong type` for an access token', async () => {
      expectEnvelope(await refresh((await app().tokensOf()).access), 401, 'Token has wrong type');
    });

    it('`Token is blacklisted` once it was revoked or rotated away', async () => {
      const { personal, tokenId } = await app().tokensOf();
      const session = await app().signIn();
      const rotated = (await app().request('POST', `/v1/tokens/${tokenId}/rotate`, { headers: session })).body.credential;
      expectEnvelope(await refresh(personal), 401, 'Token is blacklisted');
      await app().request('DELETE', `/v1/tokens/${tokenId}`, { headers: session });
      expectEnvelope(await refresh(rotated), 401, 'Token is blacklisted');
    });

    it('`Token is blacklisted` once all tokens of the person were revoked', async () => {
      const person = await app().register('manager');
      const { personal } = await app().tokensOf(person);
      await app().request('POST', `/v1/users/${person.id}/revoke-tokens`, { headers: await app().signIn() });
      expectEnvelope(await refresh(personal), 401, 'Token is blacklisted');
    });

    it('`Token is expired` from its last second on', async () => {
      app().clock.stop();
      const soon = new Date(app().clock.now().getTime() + 60_000).toISOString();
      const body = { kind: 'personal', expiresAt: soon };
      const { credential } = (await app().request('POST', '/v1/tokens', { headers: await app().signIn(), body })).body;
      app().clock.advance(58);
      expect((await refresh(credential)).status).toBe(200);
      app().clock.advance(2);
      expectEnvelope(await refresh(credential), 401, 'Token is expired');
    });

    it('`No active account found for the given token.` while the person is disabled, and works again afterwards', async () => {
      const person = await app().register('manager');
      const { personal } = await app().tokensOf(person);
      const owner = await app().signIn();
      await app().request('POST', `/v1/users/${person.id}/disable`, { headers: owner });
      expectEnvelope(await refresh(personal), 401, 'No active account found for the given token.');
      await app().request('POST', `/v1/users/${person.id}/enable`, { headers: owner });
      expect((await refresh(personal)).status).toBe(200);
    });

    it('while the organization has switched personal access tokens off', async () => {
      const { personal } = await app().tokensOf();
      const owner = await app().signIn();
      await app().request('PATCH', '/v1/organization', { headers: owner, body: { personalAccessTokensEnabled: false } });
      expect((await refresh(personal)).status).toBe(401);
      await app().request('PATCH', '/v1/organization', { headers: owner, body: { personalAccessTokensEnabled: true } });
      expect((await refresh(personal)).status).toBe(200);
    });
  });
});
