import { beforeAll, describe, expect, it } from '@jest/globals';
import { expectEnvelope } from '../../support/label-studio.js';
import { runningApp } from '../../support/running-app.js';
import { SdkClient } from './clients.js';
import { asListed, type Equipped, equipped } from './person.js';

interface Claims {
  readonly token_type: unknown;
  readonly exp: unknown;
  readonly iat: unknown;
  readonly jti: unknown;
  readonly user_id: unknown;
}

/** What PyJWT, with which the SDK looks into its key without checking it, takes for a JWT; raises like it for anything else. */
function decode(jwt: string): { header: Record<string, unknown>; claims: Claims } {
  const segments = jwt.split('.');
  if (segments.length !== 3 || segments.some((segment) => !/^[\w-]+$/.test(segment))) throw new Error('DecodeError');
  const [header, claims] = segments.slice(0, 2).map((segment) => JSON.parse(Buffer.from(segment, 'base64url').toString()));
  return { header, claims };
}

describe('What the SDK reads in a token', () => {
  const app = runningApp({ KEYLEDGER_ENABLE_LEGACY_TOKENS: 'true' });
  let url: string;
  let someone: Equipped;
  beforeAll(async () => {
    url = await app().listen();
    someone = await equipped(app(), await app().register('reviewer'));
  });

  const nowSeconds = () => app().clock.now().getTime() / 1000;

  it('is a header and an end in whole seconds, in both kinds: without an end it would not take either', () => {
    for (const token of [someone.personal, someone.access]) {
      const { header, claims } = decode(token);
      expect([typeof header.alg, header.kid === undefined || typeof header.kid === 'string']).toEqual(['string', true]);
      expect([Number.isInteger(claims.exp), Number.isInteger(claims.iat)]).toEqual([true, true]);
      expect(claims.exp).toBeGreaterThan(nowSeconds());
    }
  });

  it('is the rest that the original says: type, id of its own, and whose it is', async () => {
    const [personal, access] = [decode(someone.personal).claims, decode(someone.access).claims];
    expect([personal.token_type, access.token_type]).toEqual(['refresh', 'access']);
    for (const { jti } of [personal, access]) expect(jti).toMatch(/^[0-9a-f]{32}$/);
    expect(access.jti).not.toBe(personal.jti);
    const { id } = (await SdkClient.withAccessToken(url, someone.access).get('/api/current-user/whoami')).body;
    expect([personal.user_id, access.user_id]).toEqual([String(id), String(id)]);
  });

  it('is an access token of five minutes at most, which ends no later than what it was made from', () => {
    const [personal, access] = [decode(someone.personal).claims, decode(someone.access).claims] as Record<'exp' | 'iat', number>[];
    expect(access.exp - access.iat).toBeLessThanOrEqual(300);
    expect(access.exp).toBeLessThanOrEqual(personal.exp);
  });

  it('is nothing in a legacy token and in a listed one, so that it sends either as it is', () => {
    for (const key of [someone.legacy, asListed(someone.personal)]) expect(() => decode(key)).toThrow('DecodeError');
    expect(someone.legacy).toMatch(/^[0-9a-f]{40}$/);
  });

  it('is believed by it: until that second it sends the access token, which is taken, also a moment late, and then no more', async () => {
    const access = await app().exchange(someone.personal);
    const client = SdkClient.withAccessToken(url, access);
    const { exp } = decode(access).claims as { exp: number };
    app().clock.stop();
    for (const late of [-1, 2]) {
      app().clock.advance(exp - nowSeconds() + late);
      expect((await client.get('/api/current-user/whoami')).status).toBe(200);
    }
    app().clock.advance(60);
    expectEnvelope(await client.get('/api/current-user/whoami'), 401, 'Authentication credentials were not provided.');
    const again = await SdkClient.exchange(url, someone.personal);
    expect((await SdkClient.withAccessToken(url, again.body.access).get('/api/current-user/whoami')).status).toBe(200);
  });
});
