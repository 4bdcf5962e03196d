import { describe, expect, it } from '@jest/globals';
import { expectPage } from '../../support/page.js';
import { expectProblem } from '../../support/problem.js';
import { runningApp } from '../../support/running-app.js';

describe('POST /user/logout', () => {
  const app = runningApp();
  const signOut = (headers: Record<string, string>) =>
    app().request('POST', '/user/logout', { headers: { accept: 'text/html', ...headers }, form: {} });
  const isSignedIn = async (headers: Record<string, string>) => (await app().request('GET', '/v1/users/me', { headers })).status === 200;

  describe('answers 302', () => {
    it('to the sign-in page; the session has ended and the browser drops its cookie', async () => {
      const session = await app().signIn();
      const answer = await signOut(session);
      expect([answer.status, answer.headers.location]).toEqual([302, '/user/login/']);
      expect(answer.headers['set-cookie']).toMatch(/^keyledger_session=;.*Expires=Thu, 01 Jan 1970/);
      expect(await isSignedIn(session)).toBe(false);
    });

    it('to the sign-in page without a session, too', async () => {
      const answer = await signOut({});
      expect([answer.status, answer.headers.location]).toEqual([302, '/user/login/']);
    });
  });

  describe('answers 403', () => {
    it('to a page of another site, with a page, and the session goes on', async () => {
      const session = await app().signIn();
      for (const headers of [
        { 'sec-fetch-site': 'cross-site' },
        { 'sec-fetch-site': 'same-site' },
        { origin: 'null' },
      ] as unknown as Record<string, string>[]) {
        expectPage(await signOut({ ...session, ...headers }), 403);
      }
      expect(await isSignedIn(session)).toBe(true);
    });

    it('to an API credential, which has no session', async () => {
      const headers = { accept: '*/*', authorization: `Bearer ${(await app().tokensOf()).access}` };
      expectProblem(await signOut(headers), 403, 'permission/denied');
    });
  });
});
