import { describe, expect, it } from '@jest/globals';
import { expectEnvelope } from '../../support/label-studio.js';
import { runningApp } from '../../support/running-app.js';

describe('POST /api/token/rotate', () => {
  const app = runningApp();

  describe('answers 200', () => {
    const app = runningApp();

    it('with the next token; the old one and its access tokens are dead', async () => {
      const { personal, access } = await app().tokensOf(await app().register('annotator'));
      const headers = { authorization: `Bearer ${access}` };
      const { status, body } = await app().request('POST', '/api/token/rotate/', { headers, body: { refresh: personal } });
      expect([status, Object.keys(body)]).toEqual([200, ['refresh']]);
      expect((await app().request('GET', '/v1/auth', { headers })).status).toBe(401);
      expect((await app().request('POST', '/api/token/refresh/', { body: { refresh: personal } })).status).toBe(401);
      const next = await app().exchange(body.refresh);
      const again = { headers: { authorization: `Bearer ${next}` }, body: { refresh: body.refresh } };
      expect((await app().request('POST', '/api/token/rotate', again)).status).toBe(200);
    });

    it('with the lifetime that the organization grants now', async () => {
      const { personal, access } = await app().tokensOf(await app().register('annotator'));
      await app().request('PATCH', '/v1/organization', { headers: await app().signIn(), body: { personalAccessTokenTtlDays: 2 } });
      const rotation = { headers: { authorization: `Bearer ${access}` }, body: { refresh: personal } };
      const { refresh } = (await app().request('POST', '/api/token/rotate/', rotation)).body;
      const { iat, exp } = JSON.parse(Buffer.from(refresh.split('.')[1], 'base64url').toString());
      expect(exp - iat).toBe(2 * 86_400);
    });

    it('to one of two hundred that ask at once', async () => {
      const { personal, access } = await app().tokensOf(await app().register('annotator'));
      const rotation = { headers: { authorization: `Bearer ${access}` }, body: { refresh: personal } };
      const answers = await Promise.all(Array.from({ length: 200 }, () => app().request('POST', '/api/token/rotate/', rotation)));
      const won = answers.filter(({ status }) => status === 200);
      expect(won).toHaveLength(1);
      expect(answers.every(({ status }) => [200, 400, 401].includes(status))).toBe(true);
      expect((await app().request('POST', '/api/token/refresh/', { body: won[0].body })).status).toBe(200);
    });
  });

  describe('answers 400', () => {
    it('for a token that is not whole, not valid, not newest or not the caller’s own', async () => {
      const person = await app().register('annotator');
      const session = await app().signIn(person);
      const { personal, access, tokenId } = await app().tokensOf(person);
      const { owner: stranger } = await app().secondOrganization();
      const foreign = [(await app().tokensOf()).personal, (await app().tokensOf(stranger)).personal];
      await app().request('POST', `/v1/tokens/${tokenId}/rotate`, { headers: session });
      for (const refresh of [personal, access, 'x', personal.split('.').slice(0, 2).join('.'), ...foreign]) {
        const answer = await app().request('POST', '/api/token/rotate/', { headers: session, body: { refresh } });
        expectEnvelope(answer, 400, 'Validation error', { non_field_errors: ['Invalid refresh token'] });
      }
      for (const refresh of foreign) expect((await app().request('POST', '/api/token/refresh/', { body: { refresh } })).status).toBe(200);
    });

    it('when the token is not there', async () => {
      const answer = await app().request('POST', '/api/token/rotate/', { headers: await app().signIn(), body: {} });
      expectEnvelope(answer, 400, 'Validation error', { refresh: ['This field is required.'] });
    });
  });

  describe('answers 401', () => {
    it('without a credential', async () => {
      const { personal } = await app().tokensOf();
      const answer = await app().request('POST', '/api/token/rotate/', { body: { refresh: personal } });
      expectEnvelope(answer, 401, 'Authentication credentials were not provided.');
    });

    it('for a bad access token, in the words of the library that the original asks here', async () => {
      const { personal } = await app().tokensOf();
      for (const credential of ['nonsense', 'a.b.c', personal]) {
        const headers = { authorization: `Bearer ${credential}` };
        const answer = await app().request('POST', '/api/token/rotate', { headers, body: { refresh: personal } });
        expectEnvelope(answer, 401, 'Given token not valid for any token type');
        expect(answer.headers['www-authenticate']).toBe('Bearer realm="api"');
      }
    });
  });
});
