import { describe, expect, it } from '@jest/globals';
import { runningApp } from '../../../support/running-app.js';

const day = 86_400;

describe('A personal access token (SR-4)', () => {
  const app = runningApp();
  const nowSeconds = () => app().clock.now().getTime() / 1000;
  const issue = async (more: object) =>
    app().request('POST', '/v1/tokens', { headers: await app().signIn(), body: { kind: 'personal', ...more } });
  const expOf = (credential: string) => JSON.parse(Buffer.from(credential.split('.')[1], 'base64url').toString()).exp;
  const setTtl = async (days: unknown) =>
    (await app().request('PATCH', '/v1/organization', { headers: await app().signIn(), body: { personalAccessTokenTtlDays: days } }))
      .status;

  it('ends at a whole second, by the cap of the organization if nobody says when', async () => {
    for (const days of [1, 30, 365, 73_000]) {
      expect(await setTtl(days)).toBe(200);
      const { credential, token } = (await issue({})).body;
      const exp = expOf(credential);
      expect(Number.isInteger(exp)).toBe(true);
      expect(Math.abs(exp - (nowSeconds() + days * day))).toBeLessThan(30);
      expect(Date.parse(token.expiresAt) / 1000).toBe(exp);
    }
  });

  it.each([-1, 0, 0.5, 73_001, 2 ** 31, 2 ** 53, 1e308, '30', null, [30], true])('has no cap of %p days', async (days) => {
    const before = (await app().request('GET', '/v1/organization', { headers: await app().signIn() })).body;
    expect([400, 422]).toContain(await setTtl(days));
    expect((await app().request('GET', '/v1/organization', { headers: await app().signIn() })).body).toEqual(before);
  });

  it('is refused an end that was, that is now, that is beyond the cap, or that no date can be', async () => {
    await setTtl(30);
    const at = (seconds: number) => new Date((nowSeconds() + seconds) * 1000).toISOString();
    for (const expiresAt of [at(-day), at(-1), at(0), at(30 * day + 120), '9999-12-31T23:59:59Z', '1970-01-01']) {
      const answer = await issue({ expiresAt });
      expect(`${expiresAt} ${answer.status}`).toBe(`${expiresAt} 422`);
    }
    for (const expiresAt of ['10000-01-01T00:00:00Z', '275760-09-13T00:00:00.001Z', 'never', '', 1e308, null, '2030-02-30'])
      expect([400, 422]).toContain((await issue({ expiresAt })).status);
  });

  it('is good until the second before its end, and refused from its end on, with all that was made from it', async () => {
    app().clock.stop();
    const { credential } = (await issue({ expiresAt: new Date((nowSeconds() + 100) * 1000).toISOString() })).body;
    const exp = expOf(credential);
    app().clock.advance(exp - nowSeconds() - 1);
    const access = await app().exchange(credential);
    expect(expOf(access)).toBe(exp);
    const auth = async () => (await app().request('GET', '/v1/auth', { headers: { authorization: `Bearer ${access}` } })).status;
    expect(await auth()).toBe(200);
    app().clock.advance(exp - nowSeconds());
    await expect(app().exchange(credential)).rejects.toThrow('401');
    expect(await auth()).toBe(401);
    app().clock.advance(1);
    await expect(app().exchange(credential)).rejects.toThrow('401');
  });
});
