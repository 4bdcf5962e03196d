import { describe, expect, it } from '@jest/globals';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('PATCH /v1/organization answers 422', () => {
  const app = runningApp({ KEYLEDGER_SERVICE_ACCOUNT_ALLOWANCE_MAX: '3' });

  it('for an allowance above what the installation permits', async () => {
    const body = { serviceAccountAllowance: 4, legacyTokensEnabled: true };
    const headers = await app().signIn();
    expectProblem(await app().request('PATCH', '/v1/organization', { headers, body }), 422, 'organization/allowance-out-of-range');
    expect((await app().request('GET', '/v1/organization', { headers })).body.legacyTokensEnabled).toBe(false);
    expect((await app().request('PATCH', '/v1/organization', { headers, body: { serviceAccountAllowance: 3 } })).status).toBe(200);
  });
});
