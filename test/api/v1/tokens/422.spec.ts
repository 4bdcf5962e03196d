import { describe, it } from '@jest/globals';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('POST /v1/tokens answers 422', () => {
  const app = runningApp();

  it('for an expiry in the past', async () => {
    const body = { kind: 'personal', expiresAt: '2020-01-01T00:00:00Z' };
    expectProblem(await app().request('POST', '/v1/tokens', { headers: await app().signIn(), body }), 422, 'token/expiry-invalid');
  });
  it('for an expiry beyond what the organization allows', async () => {
    const expiresAt = new Date(app().clock.now().getTime() + 366 * 86_400_000).toISOString();
    const body = { kind: 'personal', expiresAt };
    expectProblem(await app().request('POST', '/v1/tokens', { headers: await app().signIn(), body }), 422, 'token/outlives-cap');
  });
});
