import { describe, expect, it } from '@jest/globals';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('DELETE /v1/tokens/{id} answers 403', () => {
  const app = runningApp();

  it('to an administrator for the token of an owner', async () => {
    const { tokenId, access } = await app().tokensOf();
    const headers = await app().signIn(await app().register('administrator'));
    expectProblem(await app().request('DELETE', `/v1/tokens/${tokenId}`, { headers }), 403, 'role/above-own');
    expect((await app().request('GET', '/v1/auth', { headers: { authorization: `Bearer ${access}` } })).status).toBe(200);
  });
});
