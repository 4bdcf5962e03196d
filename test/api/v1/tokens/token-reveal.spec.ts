import { describe, expect, it } from '@jest/globals';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('POST /v1/tokens/{id}/reveal', () => {
  describe('answers 200', () => {
    const app = runningApp();

    it('with the legacy token, to a confirmed session and to the token itself, and the reveal is recorded', async () => {
      await app().enableLegacyTokens();
      const session = await app().signIn();
      const { token, credential } = (await app().request('POST', '/v1/tokens', { headers: session, body: { kind: 'legacy' } })).body;
      for (const headers of [session, { authorization: `Token ${credential}` }]) {
        const answer = await app().request('POST', `/v1/tokens/${token.id}/reveal`, { headers });
        expect(answer.status).toBe(200);
        expect(answer.body.credential).toBe(credential);
      }
      const { items } = (await app().request('GET', '/v1/activity?type=LegacyTokenRevealed', { headers: session })).body;
      expect(items.map(({ details }: { details: unknown }) => details)).toEqual([{ tokenId: token.id }, { tokenId: token.id }]);
    });
  });

  describe('answers 403', () => {
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
});
