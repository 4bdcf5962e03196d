import { describe, expect, it } from '@jest/globals';
import { expectPage } from '../../support/page.js';
import { expectProblem } from '../../support/problem.js';
import { runningApp } from '../../support/running-app.js';

const browser = { accept: 'text/html' };

describe('GET /user/account', () => {
  const app = runningApp({ KEYLEDGER_BOOTSTRAP_ORGANIZATION: '<img src=x> & "Sons"' });
  const ask = (headers: Record<string, string>) => app().request('GET', '/user/account', { headers });

  describe('answers 200', () => {
    it('with who is signed in, and a form to sign out', async () => {
      const manager = await app().register('manager');
      const answer = await ask(await app().signIn(manager));
      expectPage(answer);
      for (const text of [manager.email, 'manager', 'action="/user/logout"']) expect(answer.text).toContain(text);
    });

    it('with a way into the console', async () => {
      expect((await ask(await app().signIn())).text).toContain('<a href="/console/">Open the console</a>');
    });

    it('with names as the text that they are', async () => {
      const { text } = await ask(await app().signIn());
      expect(text).toContain('&lt;img src=x&gt; &amp; &quot;Sons&quot;');
      expect(text).not.toContain('<img');
    });
  });

  describe('answers 302', () => {
    it('to a browser that is not signed in, to the sign-in page, which leads back', async () => {
      const answer = await ask(browser);
      expect([answer.status, answer.headers.location]).toEqual([302, '/user/login/?next=%2Fuser%2Faccount']);
    });

    it('to a browser whose password somebody else chose, to the page for another one', async () => {
      const person = { email: 'joan@example.org', password: app().owner.password };
      await app().request('POST', '/v1/users', { headers: await app().signIn(), body: { ...person, role: 'manager' } });
      const answer = await ask({ ...browser, ...(await app().signIn(person)) });
      expect([answer.status, answer.headers.location]).toEqual([302, '/user/password']);
    });
  });

  describe('answers 401', () => {
    it('to a program without a session', async () => {
      expectProblem(await ask({}), 401, 'credential/missing');
    });
  });

  describe('answers 403', () => {
    it('to an API credential', async () => {
      expectProblem(await ask({ authorization: `Bearer ${(await app().tokensOf()).access}` }), 403, 'permission/denied');
    });
  });
});
