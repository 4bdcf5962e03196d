import { describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { runningApp } from '../support/running-app.js';

const day = 86_400;

describe('S1: personal access tokens', () => {
  const app = runningApp();
  const whoami = async (authorization: string) =>
    (await app().request('GET', '/api/current-user/whoami', { headers: { authorization } })).status;
  const refresh = (personal: string) => app().request('POST', '/api/token/refresh', { body: { refresh: personal } });
  const setTtl = async (days: number) =>
    app().request('POST', '/api/jwt/settings', { headers: await app().signIn(), body: { api_token_ttl_days: days } });

  it('S1: have a time-to-live that is set for the organization, and end with it', async () => {
    expect((await setTtl(2)).body.api_token_ttl_days).toBe(2);
    const { personal } = await app().tokensOf(await app().register('manager'));
    app().clock.advance(2 * day - 60);
    expect((await refresh(personal)).status).toBe(200);
    app().clock.advance(120);
    expect((await refresh(personal)).status).toBe(401);
  });

  it('S1: that exist keep their time when the organization sets another', async () => {
    await setTtl(10);
    const { personal } = await app().tokensOf(await app().register('manager'));
    await setTtl(1);
    app().clock.advance(5 * day);
    expect((await refresh(personal)).status).toBe(200);
  });

  it('S1: are visible once: a list shows a form of them that authenticates nothing', async () => {
    const session = await app().signIn(await app().register('manager'));
    const created = (await app().request('POST', '/api/token/', { headers: session })).body;
    const [listed] = (await app().request('GET', '/api/token/', { headers: session })).body;
    expect(created.token.startsWith(`${listed.token}.`)).toBe(true);
    expect((await refresh(listed.token)).status).toBe(401);
    expect((await refresh(created.token)).status).toBe(200);
  });

  it('S1: can be revoked by hand', async () => {
    const person = await app().register('manager');
    const { personal, access } = await app().tokensOf(person);
    const body = { refresh: personal };
    expect((await app().request('POST', '/api/token/blacklist', { headers: await app().signIn(person), body })).status).toBe(204);
    expect((await refresh(personal)).status).toBe(401);
    expect(await whoami(`Bearer ${access}`)).toBe(401);
  });

  it('S1: take an extra step over HTTP: they do not authenticate a request, the access token made from them does', async () => {
    const { personal } = await app().tokensOf(await app().register('manager'));
    for (const scheme of ['Bearer', 'Token']) expect(await whoami(`${scheme} ${personal}`)).toBe(401);
    const { body } = await refresh(personal);
    expect(Object.keys(body)).toEqual(['access']);
    expect(await whoami(`Bearer ${body.access}`)).toBe(200);
  });

  it('S1: make access tokens that end after five minutes with a 401, and then make a new one', async () => {
    const { personal, access } = await app().tokensOf(await app().register('manager'));
    app().clock.advance(4 * 60);
    expect(await whoami(`Bearer ${access}`)).toBe(200);
    app().clock.advance(60 + 1);
    expect(await whoami(`Bearer ${access}`)).toBe(401);
    expect(await whoami(`Bearer ${await app().exchange(personal)}`)).toBe(200);
  });

  it('S1: need to be set only once: however often they are exchanged, they stay what they are until they end', async () => {
    await setTtl(3);
    const person = await app().register('manager');
    const { personal } = await app().tokensOf(person);
    for (let hours = 0; hours < 71; hours += 10) {
      expect(await whoami(`Bearer ${await app().exchange(personal)}`)).toBe(200);
      app().clock.advance(10 * 3600);
    }
    expect((await refresh(personal)).status).toBe(401);
  });

  it('S1: say in their own text when they expire', async () => {
    app().clock.stop();
    await setTtl(30);
    const { personal } = await app().tokensOf(await app().register('manager'));
    const { exp = 0 } = decodeJwt(personal);
    expect(exp).toBe(Math.floor(app().clock.nowMs() / 1000) + 30 * day);
  });
});

describe('S1: legacy tokens', () => {
  const app = runningApp({ KEYLEDGER_ENABLE_LEGACY_TOKENS: 'true' });
  const use = async (token: string) =>
    (await app().request('GET', '/api/current-user/whoami', { headers: { authorization: `Token ${token}` } })).status;

  it('S1: do not expire, and need no refreshing over HTTP', async () => {
    const { token } = (await app().request('GET', '/api/current-user/token', { headers: await app().signIn() })).body;
    expect(await use(token)).toBe(200);
    app().clock.advance(50 * 365 * day);
    expect(await use(token)).toBe(200);
  });

  it('S1: remain listed and available to their owner', async () => {
    const { token } = (await app().request('GET', '/api/current-user/token', { headers: await app().signIn() })).body;
    app().clock.advance(day);
    expect((await app().request('GET', '/api/current-user/token', { headers: await app().signIn() })).body.token).toBe(token);
    const { items } = (await app().request('GET', '/v1/tokens', { headers: await app().signIn() })).body;
    expect(items).toEqual([expect.objectContaining({ kind: 'legacy', state: 'active', expiresAt: null })]);
  });

  it('S1: can be revoked by hand: renewing kills the one before', async () => {
    const session = await app().signIn();
    const { token } = (await app().request('GET', '/api/current-user/token', { headers: session })).body;
    const renewed = (await app().request('POST', '/api/current-user/reset-token/', { headers: session })).body.token;
    expect([await use(token), await use(renewed)]).toEqual([401, 200]);
  });
});

describe('S1: access token settings of an organization', () => {
  const app = runningApp({ KEYLEDGER_ENABLE_LEGACY_TOKENS: 'true' });

  it('S1: are changed by administrators and owners alone', async () => {
    for (const [role, status] of [
      ['annotator', 403],
      ['reviewer', 403],
      ['manager', 403],
      ['administrator', 200],
      ['owner', 200],
    ] as const) {
      const headers = await app().signIn(await app().register(role));
      const body = { api_token_ttl_days: 30 };
      expect(`${role} ${(await app().request('POST', '/api/jwt/settings', { headers, body })).status}`).toBe(`${role} ${status}`);
    }
  });

  it('S1: switch a type of token off, and those that exist stop at once; switched on, they work again', async () => {
    const person = await app().register('manager');
    const { personal, access } = await app().tokensOf(person);
    const legacy = (await app().request('GET', '/api/current-user/token', { headers: await app().signIn(person) })).body.token;
    const uses = async () => [
      (await app().request('POST', '/api/token/refresh', { body: { refresh: personal } })).status,
      (await app().request('GET', '/api/current-user/whoami', { headers: { authorization: `Bearer ${access}` } })).status,
      (await app().request('GET', '/api/current-user/whoami', { headers: { authorization: `Token ${legacy}` } })).status,
    ];
    const change = async (body: object) =>
      app().request('POST', '/api/jwt/settings', { headers: await app().signIn(), body: { api_token_ttl_days: 30, ...body } });
    expect(await uses()).toEqual([200, 200, 200]);
    await change({ api_tokens_enabled: false });
    expect(await uses()).toEqual([401, 401, 200]);
    await change({ legacy_api_tokens_enabled: false });
    expect(await uses()).toEqual([401, 401, 401]);
    await change({ api_tokens_enabled: true, legacy_api_tokens_enabled: true });
    expect(await uses()).toEqual([200, 200, 200]);
  });

  it('S1: revive no token that was revoked or expired while its type was off', async () => {
    const person = await app().register('manager');
    const { personal } = await app().tokensOf(person);
    const change = async (api_tokens_enabled: boolean) =>
      app().request('POST', '/api/jwt/settings', { headers: await app().signIn(), body: { api_token_ttl_days: 30, api_tokens_enabled } });
    await change(false);
    const body = { refresh: personal };
    expect((await app().request('POST', '/api/token/blacklist', { headers: await app().signIn(person), body })).status).toBe(204);
    await change(true);
    expect((await app().request('POST', '/api/token/refresh', { body })).status).toBe(401);
  });

  it('S1: let people create only the types that are on', async () => {
    const session = await app().signIn();
    const settings = { api_token_ttl_days: 30, api_tokens_enabled: false, legacy_api_tokens_enabled: false };
    await app().request('POST', '/api/jwt/settings', { headers: session, body: settings });
    expect((await app().request('POST', '/api/token/', { headers: session })).status).toBe(403);
    expect((await app().request('POST', '/api/current-user/reset-token/', { headers: session })).status).toBe(403);
  });
});
