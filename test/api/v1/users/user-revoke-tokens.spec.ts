import { describe, expect, it } from '@jest/globals';
import { position } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('POST /v1/users/{id}/revoke-tokens', () => {
  describe('answers 200', () => {
    const app = runningApp();

    it('and everything that the person was issued until then is refused for ever, what comes after is not', async () => {
      await app().enableLegacyTokens();
      const person = await app().register('manager');
      const session = await app().signIn(person);
      const { personal, access } = await app().tokensOf(person);
      const legacy = (await app().request('POST', '/v1/tokens', { headers: session, body: { kind: 'legacy' } })).body.credential;
      const answer = await app().request('POST', `/v1/users/${person.id}/revoke-tokens`, { headers: await app().signIn() });
      expect(answer.status).toBe(200);
      expect(answer.headers['keyledger-position']).toEqual(position);
      for (const headers of [session, { authorization: `Bearer ${access}` }, { authorization: `Token ${legacy}` }]) {
        expect((await app().request('GET', '/v1/users/me', { headers })).status).toBe(401);
      }
      expect((await app().request('POST', '/api/token/refresh/', { body: { refresh: personal } })).status).toBe(401);
      const { access: fresh } = await app().tokensOf(person);
      expect((await app().request('GET', '/v1/users/me', { headers: { authorization: `Bearer ${fresh}` } })).status).toBe(200);
      const renewed = await app().request('POST', '/api/current-user/reset-token/', { headers: await app().signIn(person) });
      expect((await app().request('GET', '/v1/users/me', { headers: { authorization: `Token ${renewed.body.token}` } })).status).toBe(200);
    });
  });
});
