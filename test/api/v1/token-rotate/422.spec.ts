import { describe, it } from '@jest/globals';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('POST /v1/tokens/{id}/rotate answers 422', () => {
  const app = runningApp();

  it('for a legacy token, which is renewed instead', async () => {
    await app().enableLegacyTokens();
    const headers = await app().signIn();
    const { token } = (await app().request('POST', '/v1/tokens', { headers, body: { kind: 'legacy' } })).body;
    expectProblem(await app().request('POST', `/v1/tokens/${token.id}/rotate`, { headers }), 422, 'token/not-rotatable');
  });
});
