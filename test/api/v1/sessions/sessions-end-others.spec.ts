import { describe, expect, it } from '@jest/globals';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('DELETE /v1/sessions', () => {
  const app = runningApp();
  const endOthers = (headers: Record<string, string>, query = '?others=true') =>
    app().request('DELETE', `/v1/sessions${query}`, { headers });
  const statusOf = async (headers: Record<string, string>) => (await app().request('GET', '/v1/users/me', { headers })).status;

  describe('answers 200', () => {
    it('with how many ended; the one that asks goes on, and so do those of others', async () => {
      const person = await app().register('manager');
      const [asking, second, third] = [await app().signIn(person), await app().signIn(person), await app().signIn(person)];
      const somebodyElse = await app().signIn();
      const { status, body } = await endOthers(asking);
      expect([status, body]).toEqual([200, { endedSessions: 2 }]);
      expect(await Promise.all([asking, second, third, somebodyElse].map(statusOf))).toEqual([200, 401, 401, 200]);
      expect((await endOthers(asking)).body).toEqual({ endedSessions: 0 });
    });

    it('to a token of the person, for which every session is another one', async () => {
      const person = await app().register('manager');
      const { access } = await app().tokensOf(person);
      const session = await app().signIn(person);
      expect((await endOthers({ authorization: `Bearer ${access}` })).status).toBe(200);
      expect(await statusOf(session)).toBe(401);
    });
  });

  it('answers 400, and ends nothing, where it is not said that the others are meant', async () => {
    const person = await app().register('manager');
    const [asking, other] = [await app().signIn(person), await app().signIn(person)];
    for (const query of ['', '?others=false', '?others=']) {
      expectProblem(await endOthers(asking, query), 400, 'request/invalid', ['others']);
    }
    expect(await statusOf(other)).toBe(200);
  });
});
