import { describe, expect, it } from '@jest/globals';
import { Passwords } from '#credentials/password';
import { EventStore } from '#event-store/event-store';
import { expectProblem } from '../support/problem.js';
import { runningApp } from '../support/running-app.js';
import { sessionCookieIn } from '../support/session-cookie.js';
import { type Answer, ownerPassword } from '../support/test-app.js';

describe('A thief with a copy of a session cookie', () => {
  const app = runningApp();
  const me = async (headers: { cookie: string }) => (await app().request('GET', '/v1/users/me', { headers })).status;
  const confirm = (headers: { cookie: string }) =>
    app().request('POST', '/v1/sessions/current/confirm', { headers, body: { password: ownerPassword } });
  const ways: readonly (readonly [string, (email: string, headers?: { cookie: string }) => Promise<Answer>])[] = [
    ['the API', (email, headers) => app().request('POST', '/v1/sessions', { headers, body: { email, password: ownerPassword } })],
    ['the form', (email, headers) => app().request('POST', '/user/login/', { headers, form: { email, password: ownerPassword } })],
  ];

  it('who waits until its owner confirms it, has nothing any more', async () => {
    const [owner, thief] = await app()
      .signIn()
      .then((session) => [session, session]);
    app().clock.advance(16 * 60);
    expect(await me(thief)).toBe(200);
    const fresh = sessionCookieIn(await confirm(owner));
    expect((await app().request('POST', '/v1/tokens', { headers: thief, body: { kind: 'personal' } })).status).toBe(401);
    expect(await me(thief)).toBe(401);
    expect(await me(fresh)).toBe(200);
  });

  it('acts with it no more in a request that began before the confirmation', async () => {
    const session = await app().signIn();
    const passwords = app().get(Passwords);
    const hash = passwords.hash.bind(passwords);
    passwords.hash = async (text) => {
      passwords.hash = hash;
      expect((await confirm(session)).status).toBe(204);
      return hash(text);
    };
    const body = { email: 'accomplice@example.com', role: 'owner', password: 'seventeen-small-lamps' };
    expectProblem(await app().request('POST', '/v1/users', { headers: session, body }), 401, 'credential/invalid');
  });

  it.each(ways)('loses it when its owner signs in anew by %s, which is recorded as a sign-out by possession', async (_, signIn) => {
    const person = await app().register('manager');
    const stolen = sessionCookieIn(await signIn(person.email));
    const { items } = (await app().request('GET', '/v1/sessions', { headers: stolen })).body;
    const fresh = sessionCookieIn(await signIn(person.email, stolen));
    expect([await me(stolen), await me(fresh)]).toEqual([401, 200]);
    const ended = (await app().get(EventStore).readStream(`token-${items[0].id}`)).at(-1);
    expect(ended).toMatchObject({ type: 'TokenRevoked', data: { reason: 'signed-out', by: 'possession' } });
    expect(ended?.actor).toEqual({ kind: 'user', id: person.id, credentialId: items[0].id });
  });

  it.each(ways)('loses it also when somebody else signs in by %s in that browser, of another organization at that', async (_, signIn) => {
    const [person, other] = [await app().register('manager'), (await app().secondOrganization()).owner];
    const stolen = await app().signIn(person);
    const fresh = sessionCookieIn(await signIn(other.email, stolen));
    expect([await me(stolen), await me(fresh)]).toEqual([401, 200]);
    const { items } = (await app().request('GET', '/v1/activity?type=TokenRevoked', { headers: fresh })).body;
    expect(items).toEqual([]);
  });

  it('ends nobody by signing in with cookies that are made up, old, or of another kind, and none by a wrong password', async () => {
    const person = await app().register('manager');
    const old = await app().signIn(person);
    const fresh = sessionCookieIn(await confirm(old));
    const { access } = await app().tokensOf(person);
    for (const cookie of ['keyledger_session=x', old.cookie, `keyledger_session=${access}`, 'keyledger_session=']) {
      expect((await ways[0][1](app().owner.email, { cookie })).status).toBe(201);
    }
    const wrong = { email: person.email, password: 'not-the-right-password' };
    expect((await app().request('POST', '/v1/sessions', { headers: fresh, body: wrong })).status).toBe(401);
    expect(await me(fresh)).toBe(200);
  });

  it('keeps nobody out: where the old session cannot be ended, the new one begins all the same', async () => {
    const person = await app().register('manager');
    const old = await app().signIn(person);
    app().interruptBefore('TokenRevoked', () => Promise.reject(new Error('The disk is busy.')));
    const answer = await ways[0][1](person.email, old);
    expect(answer.status).toBe(201);
    expect(await me(sessionCookieIn(answer))).toBe(200);
  });
});
