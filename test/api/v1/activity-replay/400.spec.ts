import { describe, expect, it } from '@jest/globals';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('GET /v1/activity/replay answers 400', () => {
  const app = runningApp();

  it.each(['x', '00000000-0000-4000-8000-000000000000:1', '1'])('for the place %s, which is none of this log', async (after) => {
    expectProblem(
      await app().request('GET', `/v1/activity/replay?after=${after}`, { headers: await app().signIn() }),
      400,
      'activity/position-invalid',
    );
  });
  it.each(['follow=maybe', 'opened=1', 'speed=11'])('for %s', async (query) => {
    const answer = await app().request('GET', `/v1/activity/replay?${query}`, { headers: await app().signIn() });
    expect(`${answer.status} ${answer.body.code}`).toBe('400 request/invalid');
  });
});
