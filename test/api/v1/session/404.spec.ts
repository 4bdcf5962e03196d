import { describe, expect, it } from '@jest/globals';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('DELETE /v1/sessions/{id} answers 404', () => {
  const app = runningApp();

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
