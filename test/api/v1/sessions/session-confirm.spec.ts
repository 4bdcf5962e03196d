import { describe, expect, it } from '@jest/globals';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';
import { sessionCookieIn } from '../../../support/session-cookie.js';

describe('POST /v1/sessions/current/confirm', () => {
  describe('answers 204', () => {
    const app = runningApp();
    const confirm = (headers: { cookie: string }) =>
      app().request('POST', '/v1/sessions/current/confirm', { headers, body: { password: app().owner.password } });
    const issue = (headers: { cookie: string }) => app().request('POST', '/v1/tokens', { headers, body: { kind: 'personal' } });
    const current = async (headers: { cookie: string }) =>
      (await app().request('GET', '/v1/sessions', { headers })).body.items.find((item: { current: boolean }) => item.current);

    it('and for 15 minutes the session may do what grants rights', async () => {
      app().clock.stop();
      const old = await app().signIn();
      app().clock.advance(15 * 60);
      expectProblem(await issue(old), 403, 'permission/confirmation-required');
      const answer = await confirm(old);
      expect(answer.status).toBe(204);
      const headers = sessionCookieIn(answer);
      app().clock.advance(15 * 60 - 1);
      expect((await issue(headers)).status).toBe(201);
      app().clock.advance(1);
      expect((await issue(headers)).status).toBe(403);
    });

    it('with a new secret for the same session, which keeps its end and its device; the old secret is 401 at once', async () => {
      const old = await app().signIn();
      const before = await current(old);
      app().clock.advance(60);
      const answer = await confirm(old);
      const fresh = sessionCookieIn(answer);
      expect(fresh.cookie).not.toBe(old.cookie);
      expect([answer.headers['set-cookie']].flat()).toEqual([
        expect.stringMatching(/^keyledger_session=kl_se_[0-9A-Za-z]{49}; .*Path=\/.*HttpOnly.*SameSite=Lax/),
      ]);
      expectProblem(await app().request('GET', '/v1/users/me', { headers: old }), 401, 'credential/invalid');
      expectProblem(await confirm(old), 401, 'credential/invalid');
      const after = await current(fresh);
      expect(after).toMatchObject({ id: before.id, createdAt: before.createdAt, expiresAt: before.expiresAt });
      expect(Date.parse(after.confirmedAt)).toBeGreaterThan(Date.parse(before.confirmedAt));
    });

    it('to one of two who ask with the same cookie at once', async () => {
      const headers = await app().signIn();
      const answers = await Promise.all([confirm(headers), confirm(headers)]);
      expect(answers.map(({ status }) => status).sort()).toEqual([204, 401]);
    });

    it('and a new password in another session ends this one with its new secret as well', async () => {
      const person = await app().register('manager');
      const body = { currentPassword: person.password, newPassword: 'a-kettle-on-the-hill' };
      const [confirming, changing] = [await app().signIn(person), await app().signIn(person)];
      const fresh = sessionCookieIn(await confirm(confirming));
      expect((await app().request('PUT', '/v1/users/me/password', { headers: changing, body })).status).toBe(204);
      expect((await app().request('GET', '/v1/users/me', { headers: fresh })).status).toBe(401);
    });
  });

  describe('answers 403', () => {
    const app = runningApp();

    it('for a wrong password, and after ten of them not even for the right one', async () => {
      const person = await app().register('manager');
      const headers = await app().signIn(person);
      const confirm = (password: string) => app().request('POST', '/v1/sessions/current/confirm', { headers, body: { password } });
      for (let i = 0; i < 10; i += 1) expectProblem(await confirm('not-the-right-password'), 403, 'password/wrong');
      expectProblem(await confirm(person.password), 429, 'sign-in/throttled');
    });

    it('to an API credential, which has no session to confirm', async () => {
      const { access } = await app().tokensOf();
      const headers = { authorization: `Bearer ${access}` };
      const body = { password: app().owner.password };
      expectProblem(await app().request('POST', '/v1/sessions/current/confirm', { headers, body }), 403, 'permission/denied');
    });
  });
});
