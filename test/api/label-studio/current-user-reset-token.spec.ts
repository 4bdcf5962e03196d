import { describe, expect, it } from '@jest/globals';
import { expectEnvelope } from '../../support/label-studio.js';
import { runningApp } from '../../support/running-app.js';

describe('POST /api/current-user/reset-token', () => {
  const app = runningApp({ KEYLEDGER_ENABLE_LEGACY_TOKENS: 'true' });

  describe('answers 201', () => {
    it.each(['/api/current-user/reset-token', '/api/current-user/reset-token/'])(
      'at %s with a new token; the old one is dead at once',
      async (path) => {
        const session = await app().signIn(await app().register('annotator'));
        const old = (await app().request('GET', '/api/current-user/token', { headers: session })).body.token;
        const answer = await app().request('POST', path, { headers: session });
        expect(answer.status).toBe(201);
        const statusOf = async (token: string) =>
          (await app().request('GET', '/v1/auth', { headers: { authorization: `Token ${token}` } })).status;
        expect([await statusOf(old), await statusOf(answer.body.token)]).toEqual([401, 200]);
      },
    );

    it('to the legacy token itself', async () => {
      const session = await app().signIn(await app().register('annotator'));
      const { token } = (await app().request('GET', '/api/current-user/token', { headers: session })).body;
      const answer = await app().request('POST', '/api/current-user/reset-token/', { headers: { authorization: `Token ${token}` } });
      expect(answer.status).toBe(201);
      expect((await app().request('GET', '/v1/auth', { headers: { authorization: `Token ${token}` } })).status).toBe(401);
    });
  });

  describe('answers 403', () => {
    it('to an access token, which is worth less than what it would get', async () => {
      const { access } = await app().tokensOf(await app().register('annotator'));
      const answer = await app().request('POST', '/api/current-user/reset-token/', { headers: { authorization: `Bearer ${access}` } });
      expectEnvelope(answer, 403, 'Only a session whose password was checked in the last 15 minutes may do this.');
    });
  });
});
