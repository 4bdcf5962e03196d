import { describe, it } from '@jest/globals';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('POST /v1/tokens/{id}/reveal answers 403', () => {
  const app = runningApp();

  it('to an access token and to a session that was not confirmed lately', async () => {
    await app().enableLegacyTokens();
    const session = await app().signIn();
    const { access } = await app().tokensOf();
    const { token } = (await app().request('POST', '/v1/tokens', { headers: session, body: { kind: 'legacy' } })).body;
    const reveal = (headers: Record<string, string>) => app().request('POST', `/v1/tokens/${token.id}/reveal`, { headers });
    expectProblem(await reveal({ authorization: `Bearer ${access}` }), 403, 'permission/confirmation-required');
    app().clock.advance(15 * 60);
    expectProblem(await reveal(session), 403, 'permission/confirmation-required');
  });
});
