import { describe, expect, it } from '@jest/globals';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('DELETE /v1/sessions/{id}', () => {
  const app = runningApp();

  describe('answers 204', () => {
    it('and that session of the caller is over', async () => {
      const [one, two] = [await app().signIn(), await app().signIn()];
      const { items } = (await app().request('GET', '/v1/sessions', { headers: one })).body;
      const other = items.find(({ current }: { current: boolean }) => !current);
      expect((await app().request('DELETE', `/v1/sessions/${other.id}`, { headers: one })).status).toBe(204);
      expect((await app().request('GET', '/v1/users/me', { headers: two })).status).toBe(401);
      expect((await app().request('GET', '/v1/users/me', { headers: one })).status).toBe(200);
    });
  });

  describe('answers 404', () => {
    it('for the session of somebody else, for a token that is none, and for nothing', async () => {
      const person = await app().register('manager');
      const theirs = await app().signIn(person);
      const [{ id }] = (await app().request('GET', '/v1/sessions', { headers: theirs })).body.items;
      const { tokenId } = await app().tokensOf();
      for (const sessionId of [id, tokenId, '00000000-0000-4000-8000-000000000000', '__proto__']) {
        expectProblem(
          await app().request('DELETE', `/v1/sessions/${sessionId}`, { headers: await app().signIn() }),
          404,
          'session/not-found',
        );
      }
      expect((await app().request('GET', '/v1/users/me', { headers: theirs })).status).toBe(200);
    });
  });
});
