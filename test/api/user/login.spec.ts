import { describe, expect, it } from '@jest/globals';
import { expectPage } from '../../support/page.js';
import { runningApp } from '../../support/running-app.js';
import { sessionCookieIn } from '../../support/session-cookie.js';

const elsewhere = 'https://elsewhere.example/';

describe('GET /user/login', () => {
  const app = runningApp();

  describe('answers 200', () => {
    it.each(['/user/login', '/user/login/'])('at %s with a form that asks for an address and a password', async (path) => {
      const answer = await app().request('GET', path);
      expectPage(answer);
      for (const name of ['email', 'password']) expect(answer.text).toContain(`name="${name}"`);
    });

    it('with a form that remembers which page was asked for, if it is one of ours', async () => {
      const asked = async (next: string) => (await app().request('GET', `/user/login/?next=${encodeURIComponent(next)}`)).text;
      expect(await asked('/docs/refusals#token-expired')).toContain('name="next" value="/docs/refusals#token-expired"');
      expect(await asked(elsewhere)).not.toContain('name="next"');
      expect(await asked('/docs"><script>')).not.toContain('"><script>');
    });

    it('to a browser whose session has ended', async () => {
      const headers = await app().signIn();
      await app().request('DELETE', '/v1/sessions/current', { headers });
      expectPage(await app().request('GET', '/user/login/', { headers }));
    });
  });

  describe('answers 302', () => {
    it.each([
      ['/user/login/', '/console/'],
      ['/user/login/?next=%2Fdocs', '/docs'],
      [`/user/login/?next=${encodeURIComponent(elsewhere)}`, '/console/'],
    ])('at %s to a browser that is signed in, to %s', async (path, page) => {
      const answer = await app().request('GET', path, { headers: await app().signIn() });
      expect([answer.status, answer.headers.location]).toEqual([302, page]);
    });
  });
});

describe('POST /user/login', () => {
  const app = runningApp();
  const enter = (form: Record<string, string>, headers = {}) => app().request('POST', '/user/login/', { form, headers });
  const wrong = { email: '<b>ada@example.org', password: 'not-the-right-password' };

  describe('answers 302', () => {
    it('with a session in a cookie, to the console and never to where another site says', async () => {
      const { email, password } = app().owner;
      const answer = await enter({ email, password, next: elsewhere });
      expect([answer.status, answer.headers.location]).toEqual([302, '/console/']);
      expect((await app().request('GET', '/v1/users/me', { headers: sessionCookieIn(answer) })).body.email).toBe(email);
    });

    it('to the page that was asked for', async () => {
      const { email, password } = app().owner;
      expect((await enter({ email, password, next: '/docs/refusals' })).headers.location).toBe('/docs/refusals');
    });
  });

  describe('answers a program that reads JSON alone', () => {
    it('with a problem document', async () => {
      const answer = await enter(wrong, { accept: 'application/json' });
      expect([answer.status, answer.body.code]).toEqual([401, 'sign-in/failed']);
    });
  });

  describe('answers with the form again, the address kept and the password not', () => {
    const expectForm = (answer: Awaited<ReturnType<typeof enter>>, status: number, sentence: string) => {
      expectPage(answer, status);
      expect(answer.text).toMatch(new RegExp(`role="alert"[^>]*>${sentence}`));
      expect(answer.text).toContain('value="&lt;b&gt;ada@example.org"');
      expect(answer.text).not.toContain('<b>ada');
      expect(answer.text).not.toContain(wrong.password);
      expect(answer.headers['set-cookie']).toBeUndefined();
    };

    it('400 without a password', async () => {
      expectForm(await enter({ email: wrong.email }), 400, 'Enter an e-mail address and a password.');
    });

    it('401 for a wrong one, and the page that was asked for is kept, too', async () => {
      const answer = await enter({ ...wrong, next: '/docs' });
      expectForm(answer, 401, 'The e-mail address or the password is wrong.');
      expect(answer.text).toContain('name="next" value="/docs"');
    });

    it('403 from a page of another site', async () => {
      expectForm(await enter(wrong, { 'sec-fetch-site': 'cross-site' }), 403, 'A page of another site has sent this form.');
    });

    it('429 after too many, with the seconds to wait', async () => {
      let answer = await enter(wrong);
      for (let i = 0; i < 100 && answer.status !== 429; i += 1) answer = await enter(wrong);
      expectForm(answer, 429, 'Too many attempts. <span data-countdown="\\d+">Try again in \\d+ seconds.');
      expect(answer.text).toContain(`data-countdown="${answer.headers['retry-after']}"`);
    });

    it('413 where nothing could be read, and without the address', async () => {
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      expectPage(await app().request('POST', '/user/login', { headers, rawBody: `email=ada&next=${'x'.repeat(70_000)}` }), 413);
    });
  });
});
