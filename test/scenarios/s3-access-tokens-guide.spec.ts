import { describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { runningApp } from '../support/running-app.js';

describe('S3: the guide to access tokens', () => {
  const app = runningApp({ KEYLEDGER_ENABLE_LEGACY_TOKENS: 'true' });
  const whoami = async (authorization: string) =>
    (await app().request('GET', '/api/current-user/whoami/', { headers: { authorization } })).status;

  it('S3: a personal access token is a refresh token in the form of a JWT', async () => {
    const { personal } = await app().tokensOf();
    expect(decodeJwt(personal)).toMatchObject({ token_type: 'refresh', exp: expect.any(Number), jti: expect.any(String), user_id: '1' });
  });

  it('S3: access tokens go with Bearer and legacy tokens with Token, never the other way round', async () => {
    const { access } = await app().tokensOf();
    const { token } = (await app().request('GET', '/api/current-user/token', { headers: await app().signIn() })).body;
    expect([await whoami(`Bearer ${access}`), await whoami(`Token ${token}`)]).toEqual([200, 200]);
    expect([await whoami(`Token ${access}`), await whoami(`Bearer ${token}`)]).toEqual([401, 401]);
  });

  it('S3: a legacy token is found behind two blanks, as the guide prints the header', async () => {
    const { token } = (await app().request('GET', '/api/current-user/token', { headers: await app().signIn() })).body;
    expect(await whoami(`Token  ${token}`)).toBe(200);
  });

  it('S3: "API key" and "access token" mean the same: X-API-Key takes what Authorization does', async () => {
    const { access } = await app().tokensOf();
    const { token } = (await app().request('GET', '/api/current-user/token', { headers: await app().signIn() })).body;
    for (const key of [access, token]) {
      expect((await app().request('GET', '/api/current-user/whoami', { headers: { 'x-api-key': key } })).status).toBe(200);
    }
  });

  it('S3: the ML backend, which knows only legacy tokens, finds out who it is with one', async () => {
    const { token } = (await app().request('GET', '/api/current-user/token', { headers: await app().signIn() })).body;
    const { body } = await app().request('GET', '/api/current-user/whoami', { headers: { authorization: `Token ${token}` } });
    expect(body).toMatchObject({ id: 1, email: 'owner@example.com' });
  });

  it('S3: neither type is offered to people until the organization enables it', async () => {
    const owner = await app().signIn();
    const settings = { api_token_ttl_days: 30, api_tokens_enabled: false, legacy_api_tokens_enabled: false };
    await app().request('POST', '/api/jwt/settings', { headers: owner, body: settings });
    const session = await app().signIn(await app().register('annotator'));
    expect((await app().request('POST', '/api/token/', { headers: session })).status).toBe(403);
    expect((await app().request('GET', '/api/current-user/token', { headers: session })).status).toBe(403);
    await app().request('POST', '/api/jwt/settings', { headers: owner, body: { ...settings, api_tokens_enabled: true } });
    expect((await app().request('POST', '/api/token/', { headers: session })).status).toBe(201);
    await app().request('POST', '/api/jwt/settings', { headers: owner, body: { ...settings, legacy_api_tokens_enabled: true } });
    expect((await app().request('GET', '/api/current-user/token', { headers: session })).status).toBe(200);
  });

  it('S3: a legacy token lives until somebody revokes it by hand', async () => {
    const session = await app().signIn();
    const { token } = (await app().request('GET', '/api/current-user/token', { headers: session })).body;
    const [{ id }] = (await app().request('GET', '/v1/tokens', { headers: session })).body.items.filter(
      ({ kind }: { kind: string }) => kind === 'legacy',
    );
    app().clock.advance(10 * 365 * 86_400);
    expect(await whoami(`Token ${token}`)).toBe(200);
    await app().request('DELETE', `/v1/tokens/${id}`, { headers: await app().signIn() });
    expect(await whoami(`Token ${token}`)).toBe(401);
  });
});
