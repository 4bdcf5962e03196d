import { describe, expect, it } from '@jest/globals';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('DELETE /v1/sessions/current', () => {
  const app = runningApp();

  describe('answers 204', () => {
    it('and the session is over at once, with its cookie taken back', async () => {
      const headers = await app().signIn();
      const answer = await app().request('DELETE', '/v1/sessions/current', { headers });
      expect(answer.status).toBe(204);
      expect(String(answer.headers['set-cookie'])).toMatch(/keyledger_session=;.*(Max-Age=0|Expires=Thu, 01 Jan 1970)/);
      expectProblem(await app().request('GET', '/v1/users/me', { headers }), 401, 'credential/invalid');
    });

    it('and other sessions go on', async () => {
      const [one, two] = [await app().signIn(), await app().signIn()];
      await app().request('DELETE', '/v1/sessions/current', { headers: one });
      expect((await app().request('GET', '/v1/users/me', { headers: two })).status).toBe(200);
    });
  });
});
