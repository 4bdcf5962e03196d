import { describe, expect, it } from '@jest/globals';
import { expectPlainProblem } from '../../support/problem.js';
import { runningApp } from '../../support/running-app.js';

const browser = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };

describe('GET /', () => {
  const app = runningApp();
  const led = async (headers: Record<string, string>) => {
    const { status, headers: answered } = await app().request('GET', '/', { headers });
    return `${status} ${answered.location}`;
  };

  describe('answers 302', () => {
    it('to a browser, to the sign-in page, which leads on to the console', async () => {
      const signIn = '302 /user/login/?next=%2Fconsole%2F';
      expect(await led(browser)).toBe(signIn);
      expect(await led({ ...browser, cookie: 'keyledger_session=nonsense' })).toBe(signIn);
    });

    it('to a browser that is signed in, to the console', async () => {
      expect(await led({ ...browser, ...(await app().signIn()) })).toBe('302 /console/');
    });
  });

  describe('answers 404', () => {
    it.each([{}, { accept: '*/*' }, { accept: 'application/json' }, { accept: 'text/html;q=0' }])(
      'to a program with %p',
      async (headers) => {
        const answer = await app().request('GET', '/', { headers: headers as Record<string, string> });
        expectPlainProblem(answer, 404);
        expect(answer.headers.allow).toBeUndefined();
      },
    );
  });
});
