import { describe, expect, it } from '@jest/globals';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('GET /v1/activity answers 400', () => {
  const app = runningApp();

  it.each([
    'from=yesterday',
    'to=2030-13-01',
    'from=2026-W01-1',
    'from=2026-328',
    'to=20261124',
    'to=2026-11-24T00:00:00',
    'to=2026-11-24T00:00:00%2B25:00',
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

  it('for a place beyond what any log can have', async () => {
    const session = await app().signIn();
    const written = await app().request('POST', '/v1/tokens', { headers: session, body: { kind: 'personal' } });
    const [log] = String(written.headers['keyledger-position']).split(':');
    for (const path of [`?cursor=${log}:9223372036854775808`, `/replay?after=${log}:9999999999999999999`]) {
      expectProblem(await app().request('GET', `/v1/activity${path}`, { headers: session }), 400, 'activity/position-invalid');
    }
  });
});
