import { beforeAll, describe, expect, it } from '@jest/globals';
import { SigningKeys } from '#credentials/signing-keys';
import { signerOf } from '../../bad-input/forge.js';
import { runningApp } from '../../support/running-app.js';

const claimsOf = (jwt: string) => JSON.parse(Buffer.from(jwt.split('.')[1], 'base64url').toString());

describe('When a credential began and ends', () => {
  const app = runningApp({ KEYLEDGER_ENABLE_LEGACY_TOKENS: 'true' });
  let verifier: string;
  beforeAll(async () => {
    app().clock.stop();
    const { body } = await app().request('POST', '/v1/verifiers', { headers: await app().signIn(), body: { name: 'gateway' } });
    verifier = body.credential;
  });
  /** The question is asked twice, because what was learned is answered before the router from then on. */
  const introspected = async (token: string) => {
    const ask = () => app().request('POST', '/oauth/introspect', { headers: { authorization: `Bearer ${verifier}` }, form: { token } });
    const [first, second] = [(await ask()).body, (await ask()).body];
    expect(second).toEqual(first);
    return first;
  };
  const auth = async (access: string) =>
    (await app().request('GET', '/v1/auth', { headers: { authorization: `Bearer ${access}` } })).status;
  const endingIn = async (seconds: number) => {
    const expiresAt = new Date(Math.floor(app().clock.nowMs() / 1000 + seconds) * 1000).toISOString();
    return (await app().request('POST', '/v1/tokens', { headers: await app().signIn(), body: { kind: 'personal', expiresAt } })).body;
  };

  it('is told of an access token as the token itself tells it, whether or not it ends with its parent', async () => {
    const short = await app().exchange((await endingIn(120)).credential);
    for (const access of [(await app().tokensOf()).access, short]) {
      const { iat, exp } = claimsOf(access);
      expect(await introspected(access)).toMatchObject({ active: true, iat, exp });
    }
  });

  it('is told of an access token that is taken past its end by the same end, and then it is over', async () => {
    const { access } = await app().tokensOf();
    const { exp } = claimsOf(access);
    app().clock.advance(exp - app().clock.nowMs() / 1000 + 5);
    expect([await auth(access), (await introspected(access)).exp]).toEqual([200, exp]);
    app().clock.advance(6);
    expect([await auth(access), await introspected(access)]).toEqual([401, { active: false }]);
  });

  it('is not put off beyond the end of its parent, nor beyond the next generation', async () => {
    const short = await endingIn(30);
    const access = await app().exchange(short.credential);
    app().clock.advance(Date.parse(short.token.expiresAt) / 1000 - app().clock.nowMs() / 1000 - 1);
    expect(await auth(access)).toBe(200);
    app().clock.advance(2);
    expect([await auth(access), await introspected(access)]).toEqual([401, { active: false }]);
    const rotated = await app().tokensOf();
    await app().request('POST', `/v1/tokens/${rotated.tokenId}/rotate`, { headers: await app().signIn() });
    expect([await auth(rotated.access), await introspected(rotated.access)]).toEqual([401, { active: false }]);
  });

  it('is what an access token says that somebody made with a stolen key, but never later than one of ours would end', async () => {
    const { signed, header } = signerOf(app().get(SigningKeys).active);
    const real = claimsOf((await app().tokensOf()).access);
    const forged = (exp: number) => signed(header(), { ...real, jti: 'f'.repeat(32), exp });
    expect((await introspected(forged(real.iat + 60))).exp).toBe(real.iat + 60);
    for (const exp of [real.iat + 291, real.iat + 86_400 * 365]) expect((await introspected(forged(exp))).exp).toBe(real.iat + 290);
    expect(await auth(forged(real.iat - 11))).toBe(401);
  });

  it('is told of the generation that is presented, not of the first', async () => {
    const session = await app().signIn();
    const robot = (await app().request('POST', '/v1/service-accounts', { headers: session, body: { name: 'robot', role: 'manager' } }))
      .body;
    const legacy = (await app().request('POST', '/v1/tokens', { headers: session, body: { kind: 'legacy' } })).body;
    const began = [(await introspected(robot.credential)).iat, (await introspected(legacy.credential)).iat];
    app().clock.advance(100);
    const headers = await app().signIn();
    const reset = await app().request('POST', `/v1/service-accounts/${robot.serviceAccount.id}/reset-token`, { headers });
    const renewed = await app().request('POST', `/v1/tokens/${legacy.token.id}/renew`, { headers });
    const now = Math.floor(app().clock.nowMs() / 1000);
    for (const [index, credential] of [reset.body.credential, renewed.body.credential].entries()) {
      const { iat } = await introspected(credential);
      expect(iat).toBeGreaterThanOrEqual(began[index] + 99);
      expect(iat).toBeLessThanOrEqual(now);
    }
  });
});
