import { describe, it } from '@jest/globals';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('POST /v1/verifiers answers 403', () => {
  const app = runningApp();

  it('to everybody below administrator, to auditors and to API credentials', async () => {
    for (const role of ['annotator', 'reviewer', 'manager', 'auditor'] as const) {
      const headers = await app().signIn(await app().register(role));
      expectProblem(await app().request('POST', '/v1/verifiers', { headers, body: { name: 'x' } }), 403, 'permission/denied');
    }
    const headers = { authorization: `Bearer ${(await app().tokensOf()).access}` };
    expectProblem(await app().request('POST', '/v1/verifiers', { headers, body: { name: 'x' } }), 403, 'permission/confirmation-required');
  });
});
