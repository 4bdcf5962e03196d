import { describe, expect, it } from '@jest/globals';
import { runningApp } from '../support/running-app.js';
import type { Answer, Person } from '../support/test-app.js';

const expOf = (jwt: string): number => JSON.parse(Buffer.from(jwt.split('.')[1], 'base64url').toString()).exp;

describe('Anyone who holds a personal token and rotates it again and again', () => {
  const app = runningApp();

  /** A personal token of the person that ends after so many seconds. */
  async function endingIn(seconds: number, person: Person): Promise<string> {
    const expiresAt = new Date(Math.floor(app().clock.nowMs() / 1000 + seconds) * 1000).toISOString();
    const body = { kind: 'personal', expiresAt };
    return (await app().request('POST', '/v1/tokens', { headers: await app().signIn(person), body })).body.credential;
  }
  const rotate = (refresh: string, headers: Record<string, string>, path = '/api/token/rotate/'): Promise<Answer> =>
    app().request('POST', path, { headers, body: { refresh } });
  const bearerOf = async (personal: string) => ({ authorization: `Bearer ${await app().exchange(personal)}` });

  it('has nothing after the end that its owner gave the token, on either form of the path', async () => {
    const first = await endingIn(120, await app().register('annotator'));
    let personal = first;
    for (const path of ['/api/token/rotate', '/api/token/rotate/', '/api/token/rotate', '/api/token/rotate/']) {
      app().clock.advance(20);
      const { status, body } = await rotate(personal, await bearerOf(personal), path);
      expect([status, expOf(body.refresh)]).toEqual([200, expOf(first)]);
      personal = body.refresh;
    }
    const { authorization } = await bearerOf(personal);
    expect(expOf(authorization)).toBe(expOf(first));
    app().clock.advance(40);
    expect((await app().request('POST', '/api/token/refresh', { body: { refresh: personal } })).status).toBe(401);
    expect((await app().request('GET', '/v1/auth', { headers: { authorization } })).status).toBe(401);
    expect((await rotate(personal, { authorization })).status).toBe(401);
  });

  it('has the same end with a session whose password was not checked lately, and another with one that was just confirmed', async () => {
    const person = await app().register('manager');
    const headers = await app().signIn(person);
    const first = await endingIn(3600, person);
    app().clock.advance(901);
    const second = (await rotate(first, headers)).body.refresh;
    expect(expOf(second)).toBe(expOf(first));
    expect((await app().request('POST', '/v1/sessions/current/confirm', { headers, body: { password: person.password } })).status).toBe(
      204,
    );
    const third = (await rotate(second, await app().signIn(person))).body.refresh;
    expect(expOf(third)).toBeGreaterThan(expOf(first) + 300 * 86_400);
    const listed = (await app().request('GET', '/v1/tokens', { headers: await app().signIn(person) })).body.items;
    expect(listed.map(({ expiresAt }: { expiresAt: string }) => Date.parse(expiresAt) / 1000)).toEqual([expOf(third)]);
  });

  it('has another end in a session by the native route, whose answer says the end that the credential has', async () => {
    const person = await app().register('manager');
    const first = await endingIn(3600, person);
    const { tid } = JSON.parse(Buffer.from(first.split('.')[1], 'base64url').toString());
    const { body } = await app().request('POST', `/v1/tokens/${tid}/rotate`, { headers: await app().signIn(person) });
    expect(expOf(body.credential)).toBeGreaterThan(expOf(first));
    expect(Date.parse(body.token.expiresAt) / 1000).toBe(expOf(body.credential));
  });

  it('has another end where the owners let API credentials give, and loses it when they forbid it in between', async () => {
    const person = await app().register('manager');
    const owner = await app().signIn();
    const let_ = (apiCredentialsMayIssue: boolean) =>
      app().request('PATCH', '/v1/organization', { headers: owner, body: { apiCredentialsMayIssue } });
    expect((await let_(true)).status).toBe(200);
    const first = await endingIn(3600, person);
    const second = (await rotate(first, await bearerOf(first))).body.refresh;
    expect(expOf(second)).toBeGreaterThan(expOf(first));
    const access = await bearerOf(second);
    app().interruptBefore('TokenRotated', () => let_(false));
    const raced = await rotate(second, access);
    const answer = raced.status === 200 ? raced : await rotate(second, access);
    // Decided before it was forbidden, or by what holds now: never longer than what there was.
    expect(expOf(answer.body.refresh)).toBeLessThanOrEqual(expOf(second) + 1);
    await let_(false);
  });

  it('is told to the owner when the credential that was replaced is presented again, once for each generation', async () => {
    const person = await app().register('annotator');
    const { personal: first, access, tokenId } = await app().tokensOf(person);
    const second = (await rotate(first, { authorization: `Bearer ${access}` })).body.refresh;
    const third = (await rotate(second, await bearerOf(second))).body.refresh;
    const present: ((refresh: string) => Promise<unknown>)[] = [
      (refresh) => app().request('POST', '/api/token/refresh/', { body: { refresh } }),
      (token) => app().request('POST', '/oauth/revoke', { form: { token } }),
      (credential) => app().request('GET', '/v1/auth', { headers: { authorization: `Bearer ${credential}` } }),
      async (refresh) => rotate(refresh, await app().signIn(person)),
      async (refresh) => app().request('POST', '/api/token/blacklist', { headers: await app().signIn(person), body: { refresh } }),
    ];
    for (const way of present) for (const old of [first, second]) await way(old);
    await app().restart();
    await present[0](first);
    const headers = await app().signIn(person);
    const seen = (await app().request('GET', '/v1/activity?type=SupersededTokenPresented', { headers })).body.items;
    expect(seen.map(({ details, stream }: { details: unknown; stream: string }) => [stream, details])).toEqual(
      [2, 1].map((generation) => [`token-${tokenId}`, { generation, ownerId: person.id }]),
    );
    // What was rotated in order goes on, and an access token of before is no such sign: it is used to its end out of habit.
    await app().exchange(third);
    await app().request('GET', '/v1/auth', { headers: { authorization: `Bearer ${access}` } });
    expect((await app().request('GET', '/v1/activity?type=SupersededTokenPresented', { headers })).body.items).toHaveLength(2);
  });
});
