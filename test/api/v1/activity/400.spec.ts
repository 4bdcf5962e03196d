import { describe, expect, it } from '@jest/globals';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('GET /v1/activity answers 400', () => {
  const app = runningApp();

  it.each([
    'from=yesterday',
    'to=2030-13-01',
    'type=Token%20Issued',
    'limit=0',
    'limit=201',
    'actor=',
    'what=ever',
    'subject=a&subject=b',
    'type[]=TokenIssued',
  ])('for %s', async (query) => {
    const answer = await app().request('GET', `/v1/activity?${query}`, { headers: await app().signIn() });
    expect(`${answer.status} ${answer.body.code}`).toBe('400 request/invalid');
  });

  it.each(['cursor=x', 'cursor=00000000-0000-4000-8000-000000000000:5', 'cursor=5', 'cursor=-1'])(
    'for %s, which is no place in this log',
    async (query) => {
      expectProblem(
        await app().request('GET', `/v1/activity?${query}`, { headers: await app().signIn() }),
        400,
        'activity/position-invalid',
      );
    },
  );
});
