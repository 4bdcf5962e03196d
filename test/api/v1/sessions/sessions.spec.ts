import { describe, expect, it } from '@jest/globals';
import { expectProblem, isoTime, uuid } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('GET /v1/sessions', () => {
  const app = runningApp();

  describe('answers 200', () => {
    it('with the own sessions that are not over, newest first, and which one asks', async () => {
      const person = await app().register('manager');
      const one = await app().signIn(person);
      const two = await app().signIn(person);
      const { items } = (await app().request('GET', '/v1/sessions', { headers: one })).body;
      expect(items.map(({ current }: { current: boolean }) => current)).toEqual([false, true]);
      expect(items[0]).toEqual({
        id: uuid,
        createdAt: isoTime,
        lastSeenAt: isoTime,
        confirmedAt: isoTime,
        expiresAt: isoTime,
        lastUse: null,
        current: false,
      });
      await app().request('DELETE', '/v1/sessions/current', { headers: two });
      expect((await app().request('GET', '/v1/sessions', { headers: one })).body.items).toHaveLength(1);
    });

    it('with where and by which program each was used last, which nobody else is told', async () => {
      const person = await app().register('manager');
      const headers = { ...(await app().signIn(person)), 'user-agent': 'Firefox/140.0' };
      const [own] = (await app().request('GET', '/v1/sessions', { headers })).body.items;
      expect(own.lastUse).toEqual({ at: isoTime, ip: '127.0.0.1', userAgent: 'Firefox/140.0' });
      const path = `/v1/users/${person.id}/footprint`;
      const { sessions } = (await app().request('GET', path, { headers: await app().signIn() })).body;
      expect(sessions[0].lastUse).toEqual({ at: own.lastUse.at, ip: null, userAgent: null });
    });

    it('page by page', async () => {
      const person = await app().register('manager');
      for (let i = 0; i < 4; i += 1) await app().signIn(person);
      const headers = await app().signIn(person);
      const list = async (query: string) => {
        const { items, nextCursor } = (await app().request('GET', `/v1/sessions?${query}`, { headers })).body;
        return { items: items.map(({ id }: { id: string }) => id), nextCursor };
      };
      const whole = await list('limit=200');
      const first = await list('limit=3');
      const second = await list(`limit=3&cursor=${first.nextCursor}`);
      expect(whole.items).toHaveLength(5);
      expect([...first.items, ...second.items]).toEqual(whole.items);
      expect(second.nextCursor).toBeNull();
    });
  });
});

describe('POST /v1/sessions', () => {
  const app = runningApp();

  describe('answers 201', () => {
    it('with the session, and the credential only in a cookie', async () => {
      const { email, password, id } = app().owner;
      const answer = await app().request('POST', '/v1/sessions', { body: { email, password } });
      expect(answer.status).toBe(201);
      expect(answer.body).toEqual({ id: expect.any(String), userId: id, expiresAt: expect.any(String) });
      const cookie = [answer.headers['set-cookie']].flat().find((text) => text?.startsWith('keyledger_session='));
      expect(cookie).toMatch(/^keyledger_session=kl_se_[0-9A-Za-z]{49}; .*Path=\/.*HttpOnly.*SameSite=Lax/);
      expect(answer.text).not.toContain('kl_se_');
      expect(answer.headers['keyledger-position']).toMatch(/^[0-9a-f-]{36}:\d+$/);
    });

    it('for the address in any case and with blanks around it', async () => {
      const { password } = app().owner;
      const answer = await app().request('POST', '/v1/sessions', { body: { email: ' Owner@Example.COM ', password } });
      expect(answer.status).toBe(201);
    });
  });

  describe('answers 400', () => {
    it.each([
      [{}, ['email', 'password']],
      [{ email: 'owner@example.com' }, ['password']],
      [{ email: 'owner@example.com', password: ['a-long-and-quiet-river'] }, ['password']],
      [{ email: { $ne: null }, password: 'x' }, ['email']],
      [{ email: 'owner@example.com', password: '' }, ['password']],
      [{ email: 'owner@example.com', password: 'x'.repeat(1025) }, ['password']],
      [{ email: 'owner@example.com', password: 'x', remember: true }, ['remember']],
    ])('for %p', async (body, members) => {
      expectProblem(await app().request('POST', '/v1/sessions', { body }), 400, 'request/invalid', members);
    });
  });

  describe('answers 401', () => {
    const app = runningApp();
    const wrong = 'not-the-right-password';

    it('alike for a wrong password, an unknown address, none at all, and somebody who has no password (SR-45)', async () => {
      await app().request('POST', '/v1/users', {
        headers: await app().signIn(),
        body: { email: 'no-password@example.com', role: 'manager' },
      });
      for (const email of ['owner@example.com', 'nobody@example.com', 'no address', 'no-password@example.com']) {
        const answer = await app().request('POST', '/v1/sessions', { body: { email, password: wrong } });
        expectProblem(answer, 401, 'sign-in/failed');
        expect(answer.headers['set-cookie']).toBeUndefined();
      }
    });

    it('to somebody who is disabled, though the password is right', async () => {
      const person = await app().register('manager');
      await app().request('POST', `/v1/users/${person.id}/disable`, { headers: await app().signIn() });
      const { email, password } = person;
      expectProblem(await app().request('POST', '/v1/sessions', { body: { email, password } }), 401, 'sign-in/failed');
    });

    it('to a right password that is changed while it is checked: no session begins with the old one', async () => {
      const person = await app().register('manager');
      const session = await app().signIn(person);
      const body = { currentPassword: person.password, newPassword: 'another-long-password' };
      let changed = 0;
      app().interruptBefore('TokenIssued', async () => {
        changed = (await app().request('PUT', '/v1/users/me/password', { headers: session, body })).status;
      });
      const { email, password } = person;
      const answer = await app().request('POST', '/v1/sessions', { body: { email, password } });
      expect(changed).toBe(204);
      expectProblem(answer, 401, 'sign-in/failed');
      expect((await app().request('GET', '/v1/sessions', { headers: session })).body.items).toHaveLength(1);
    });

    it('to a service account, which cannot sign in', async () => {
      const body = { name: 'robot@example.com', role: 'manager' };
      const { credential } = (await app().request('POST', '/v1/service-accounts', { headers: await app().signIn(), body })).body;
      for (const password of [credential, wrong]) {
        expectProblem(
          await app().request('POST', '/v1/sessions', { body: { email: 'robot@example.com', password } }),
          401,
          'sign-in/failed',
        );
      }
    });

    it('and the failure is in the activity log, without password or e-mail address', async () => {
      await app().request('POST', '/v1/sessions', { body: { email: 'owner@example.com', password: wrong } });
      const { body, text } = await app().request('GET', '/v1/activity?type=SignInFailed', { headers: await app().signIn() });
      const details = body.items.map((item: { details: object }) => item.details);
      expect(details).toContainEqual({ reason: 'wrong-password', userId: app().owner.id, ip: '127.0.0.1' });
      expect(text).not.toContain(wrong);
      expect(text).not.toContain('@example.com');
    });
  });
});
