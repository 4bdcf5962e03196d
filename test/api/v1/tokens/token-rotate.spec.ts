import { describe, expect, it } from '@jest/globals';
import { expectProblem, position } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('POST /v1/tokens/{id}/rotate', () => {
  const app = runningApp();

  describe('answers 200', () => {
    it('with a new credential, and the old one with all that was made from it stops at once', async () => {
      const session = await app().signIn();
      const issued = (await app().request('POST', '/v1/tokens', { headers: session, body: { kind: 'personal', name: 'laptop' } })).body;
      const access = await app().exchange(issued.credential);
      const answer = await app().request('POST', `/v1/tokens/${issued.token.id}/rotate`, { headers: session });
      expect(answer.status).toBe(200);
      expect(answer.headers['keyledger-position']).toEqual(position);
      expect(answer.body.token).toMatchObject({ id: issued.token.id, name: 'laptop', state: 'active' });
      expect((await app().request('GET', '/v1/auth', { headers: { authorization: `Bearer ${access}` } })).status).toBe(401);
      await expect(app().exchange(issued.credential)).rejects.toThrow('401');
      await app().exchange(answer.body.credential);
    });

    it('to all who rotate at once, one after the other, and only the last credential works (SR-33)', async () => {
      const session = await app().signIn();
      const { token } = (await app().request('POST', '/v1/tokens', { headers: session, body: { kind: 'personal' } })).body;
      const answers = await Promise.all(
        Array.from({ length: 8 }, () => app().request('POST', `/v1/tokens/${token.id}/rotate`, { headers: session })),
      );
      const rotated = answers.filter(({ status }) => status === 200);
      expect(rotated.length).toBeGreaterThanOrEqual(1);
      for (const { status } of answers) expect([200, 409]).toContain(status);
      const works = await Promise.all(
        rotated.map(({ body }) =>
          app()
            .exchange(body.credential)
            .then(
              () => true,
              () => false,
            ),
        ),
      );
      expect(works.filter(Boolean)).toHaveLength(1);
    });
  });

  describe('answers 403', () => {
    it('to an access token of the very token, which goes on working', async () => {
      const { personal, access, tokenId } = await app().tokensOf();
      const headers = { authorization: `Bearer ${access}` };
      expectProblem(await app().request('POST', `/v1/tokens/${tokenId}/rotate`, { headers }), 403, 'permission/confirmation-required');
      await app().exchange(personal);
    });
  });

  describe('answers 409', () => {
    it('for a token that was revoked', async () => {
      const { tokenId } = await app().tokensOf();
      const headers = await app().signIn();
      await app().request('DELETE', `/v1/tokens/${tokenId}`, { headers });
      expectProblem(await app().request('POST', `/v1/tokens/${tokenId}/rotate`, { headers }), 409, 'token/revoked');
    });
  });

  describe('answers 422', () => {
    const app = runningApp();

    it('for a legacy token, which is renewed instead', async () => {
      await app().enableLegacyTokens();
      const headers = await app().signIn();
      const { token } = (await app().request('POST', '/v1/tokens', { headers, body: { kind: 'legacy' } })).body;
      expectProblem(await app().request('POST', `/v1/tokens/${token.id}/rotate`, { headers }), 422, 'token/not-rotatable');
    });
  });
});
