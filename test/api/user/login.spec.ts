import { describe, expect, it } from '@jest/globals';
import { expectPage } from '../../support/page.js';
import { runningApp } from '../../support/running-app.js';
import { sessionCookieIn } from '../../support/session-cookie.js';

describe('GET /user/login', () => {
  const app = runningApp();

  describe('answers 200', () => {
    it.each(['/user/login', '/user/login/'])('at %s with a form that asks for an address and a password', async (path) => {
      const answer = await app().request('GET', path);
      expectPage(answer);
      for (const name of ['email', 'password']) expect(answer.text).toContain(`name="${name}"`);
    });
  });
});

describe('POST /user/login', () => {
  const app = runningApp();
  const enter = (form: Record<string, string>) => app().request('POST', '/user/login/', { form });

  describe('answers 302', () => {
    it('with a session in a cookie, to the start page and never to where the form says', async () => {
      const { email, password } = app().owner;
      const answer = await enter({ email, password, next: 'https://elsewhere.example/' });
      expect([answer.status, answer.headers.location]).toEqual([302, '/docs']);
      expect((await app().request('GET', '/v1/users/me', { headers: sessionCookieIn(answer) })).body.email).toBe(email);
    });
  });

  describe('answers 400', () => {
    it('for a form without a password', async () => {
      expect((await enter({ email: app().owner.email })).status).toBe(400);
    });
  });

  describe('answers 401', () => {
    it('with the form again, without what was typed', async () => {
      const typed = { email: '<b>ada@example.org', password: 'not-the-right-password' };
      const answer = await enter(typed);
      expectPage(answer, 401);
      expect(answer.text).toContain('role="alert"');
      for (const text of Object.values(typed)) expect(answer.text).not.toContain(text);
      expect(answer.headers['set-cookie']).toBeUndefined();
    });
  });
});
