import { describe, expect, it } from '@jest/globals';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('POST /v1/tokens/{id}/renew', () => {
  describe('answers 200', () => {
    const app = runningApp();

    it('with another legacy token, and the one before stops at once and is nowhere any more', async () => {
      await app().enableLegacyTokens();
      const session = await app().signIn();
      const first = (await app().request('POST', '/v1/tokens', { headers: session, body: { kind: 'legacy' } })).body;
      const answer = await app().request('POST', `/v1/tokens/${first.token.id}/renew`, { headers: session });
      expect(answer.body.token.id).toBe(first.token.id);
      const use = async (text: string) =>
        (await app().request('GET', '/v1/users/me', { headers: { authorization: `Token ${text}` } })).status;
      expect([await use(first.credential), await use(answer.body.credential)]).toEqual([401, 200]);
      const again = await app().request('POST', `/v1/tokens/${first.token.id}/renew`, {
        headers: { authorization: `Token ${answer.body.credential}` },
      });
      expect([await use(answer.body.credential), await use(again.body.credential)]).toEqual([401, 200]);
    });

    it('for one that was revoked, which stays refused', async () => {
      const person = await app().register('manager');
      const session = await app().signIn(person);
      const first = (await app().request('POST', '/v1/tokens', { headers: session, body: { kind: 'legacy' } })).body;
      await app().request('DELETE', `/v1/tokens/${first.token.id}`, { headers: session });
      const renewed = (await app().request('POST', `/v1/tokens/${first.token.id}/renew`, { headers: session })).body;
      const use = async (text: string) =>
        (await app().request('GET', '/v1/users/me', { headers: { authorization: `Token ${text}` } })).status;
      expect([await use(first.credential), await use(renewed.credential)]).toEqual([401, 200]);
    });
  });

  describe('answers 403', () => {
    const app = runningApp();
    const legacyOf = async (headers: { cookie: string }) =>
      (await app().request('POST', '/v1/tokens', { headers, body: { kind: 'legacy' } })).body;

    it('to an access token and to a session that was not confirmed lately, and the token stays as it is', async () => {
      await app().enableLegacyTokens();
      const session = await app().signIn();
      const { token, credential } = await legacyOf(session);
      const renew = (headers: Record<string, string>) => app().request('POST', `/v1/tokens/${token.id}/renew`, { headers });
      const { access } = await app().tokensOf();
      expectProblem(await renew({ authorization: `Bearer ${access}` }), 403, 'permission/confirmation-required');
      app().clock.advance(15 * 60);
      expectProblem(await renew(session), 403, 'permission/confirmation-required');
      expect((await app().request('GET', '/v1/users/me', { headers: { authorization: `Token ${credential}` } })).status).toBe(200);
    });

    it('while legacy tokens are switched off', async () => {
      const headers = await app().signIn(await app().register('manager'));
      const { token } = await legacyOf(headers);
      const owner = await app().signIn();
      await app().request('PATCH', '/v1/organization', { headers: owner, body: { legacyTokensEnabled: false } });
      expectProblem(await app().request('POST', `/v1/tokens/${token.id}/renew`, { headers }), 403, 'token/type-disabled');
    });
  });
});
