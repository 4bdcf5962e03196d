import { describe, expect, it } from '@jest/globals';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('GET /v1/sessions/current', () => {
  const app = runningApp({ KEYLEDGER_SESSION_IDLE_SECONDS: '7200' });
  const secondsAfter = (at: string, seconds: number) => new Date(Date.parse(at) + seconds * 1000).toISOString();

  describe('answers 200', () => {
    it('with who is signed in, and when each limit of the session is reached', async () => {
      const person = await app().register('reviewer');
      const headers = await app().signIn(person);
      const [session] = (await app().request('GET', '/v1/sessions', { headers })).body.items;
      const { body } = await app().request('GET', '/v1/sessions/current', { headers });
      expect(body).toEqual({
        userId: person.id,
        role: 'reviewer',
        confirmedUntil: secondsAfter(session.confirmedAt, 15 * 60),
        idleEndsAt: secondsAfter(session.lastSeenAt, 7200),
        expiresAt: session.expiresAt,
      });
    });

    it('without a time of confirmation once that is over', async () => {
      const headers = await app().signIn();
      app().clock.advance(15 * 60);
      expect((await app().request('GET', '/v1/sessions/current', { headers })).body.confirmedUntil).toBeNull();
    });
  });

  it('answers 403 to a token, which is no session', async () => {
    const { access } = await app().tokensOf();
    const answer = await app().request('GET', '/v1/sessions/current', { headers: { authorization: `Bearer ${access}` } });
    expectProblem(answer, 403, 'permission/denied');
  });
});

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
