import { describe, expect, it } from '@jest/globals';
import { SigningKeys } from '#credentials/signing-keys';
import { signerOf } from '../bad-input/forge.js';
import { runningApp } from '../support/running-app.js';

describe('Anyone who stole the signing key (SR-16)', () => {
  const app = runningApp();
  const auth = async (access: string) =>
    (await app().request('GET', '/v1/auth', { headers: { authorization: `Bearer ${access}` } })).status;
  const refresh = async (token: string) => (await app().request('POST', '/api/token/refresh', { body: { refresh: token } })).status;
  const claimsOf = (jwt: string) => JSON.parse(Buffer.from(jwt.split('.')[1], 'base64url').toString());

  it('makes no personal access token, whatever it claims, and no access token from the retirement on', async () => {
    const { signed, header, kid } = signerOf(app().get(SigningKeys).active);
    const { personal, access } = await app().tokensOf();
    const real = claimsOf(personal);
    const forged = [real, { ...real, jti: 'f'.repeat(32) }, { ...real, gen: real.gen + 1 }, { ...real, exp: real.exp + 1 }].map((claims) =>
      signed(header({ typ: 'pat+jwt' }), claims),
    );
    const forgedAccess = signed(header(), { ...claimsOf(access), jti: 'f'.repeat(32) });
    for (const token of forged) expect(token === personal ? 200 : await refresh(token)).toBe(token === personal ? 200 : 401);
    // Signed right, of a real token and short-lived: nothing is kept of an access token by which it could be told from ours.
    expect(await auth(forgedAccess)).toBe(200);
    const retired = await app().request('POST', `/v1/signing-keys/${kid}/retire`, { headers: await app().signIn() });
    expect(retired.status).toBe(204);
    const fresh = await app().tokensOf();
    for (const again of [async () => {}, () => app().restart()]) {
      await again();
      expect([await auth(forgedAccess), await auth(access), ...(await Promise.all(forged.map(refresh)))]).toEqual(Array(6).fill(401));
      expect(await auth(await app().exchange(fresh.personal))).toBe(200);
    }
  });

  it('ends or rotates nothing', async () => {
    const { signed, header } = signerOf(app().get(SigningKeys).active);
    const { personal } = await app().tokensOf();
    const forged = signed(header({ typ: 'pat+jwt' }), { ...claimsOf(personal), jti: 'f'.repeat(32) });
    await app().request('POST', '/oauth/revoke', { form: { token: forged } });
    const headers = await app().signIn();
    expect((await app().request('POST', '/api/token/rotate', { headers, body: { refresh: forged } })).status).toBe(400);
    expect(await refresh(personal)).toBe(200);
  });
});
