import { describe, it } from '@jest/globals';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('POST /v1/tokens/{id}/rotate answers 409', () => {
  const app = runningApp();

  it('for a token that was revoked', async () => {
    const { tokenId } = await app().tokensOf();
    const headers = await app().signIn();
    await app().request('DELETE', `/v1/tokens/${tokenId}`, { headers });
    expectProblem(await app().request('POST', `/v1/tokens/${tokenId}/rotate`, { headers }), 409, 'token/revoked');
  });
});
