import { describe, expect, it } from '@jest/globals';
import { expectPage } from '../../../support/page.js';
import { expectPlainProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

const browser = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

describe('A browser that is refused', () => {
  const app = runningApp();
  const ask = (path: string, headers: Record<string, string> = browser, method = 'GET') => app().request(method, path, { headers });

  it.each([
    ['/nothing', 404, 'There is no such page'],
    ['/docs/nothing', 404, 'There is no such page'],
    ['/user/nothing', 404, 'There is no such page'],
    ['/%zz', 400, 'This request cannot be answered'],
  ])('at %s gets a page with the status, a sentence and the request', async (path, status, title) => {
    const answer = await ask(path);
    expectPage(answer, status);
    expect(answer.text).toContain(`<h1>${title}</h1>`);
    expect(answer.text).toMatch(/request <code>[0-9a-f-]{36}<\/code>/);
  });

  it('by a method gets one, too, and the methods that there are', async () => {
    const answer = await ask('/docs', browser, 'DELETE');
    expectPage(answer, 405);
    expect(answer.headers.allow).toBe('GET, HEAD');
  });

  it('for a reason with a code is led to what it means, and sees nothing of what was sent', async () => {
    const sent = { ...browser, 'keyledger-min-position': '<b>' };
    const answer = await ask('/docs', { ...sent, authorization: 'Bearer a', 'x-api-key': 'b' });
    expectPage(answer, 400);
    expect(answer.text).toMatch(/href="\/docs\/refusals#[a-z-]+"/);
    expect(answer.text).not.toContain('<b>');
  });

  it.each(['/v1/nothing', '/v1/users', '/api/nothing', '/api/current-user/whoami', '/oauth/nothing'])(
    'at %s, which is for programs, gets what programs get',
    async (path) => {
      const answer = await ask(path);
      expect([401, 404]).toContain(answer.status);
      expect(answer.headers['content-type']).toMatch(/json/);
      expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
    },
  );

  it.each([{}, { accept: '*/*' }, { accept: 'application/json, text/html;q=0.0' }])('is none with %p', async (headers) => {
    expectPlainProblem(await ask('/nothing', headers as Record<string, string>), 404);
  });
});
