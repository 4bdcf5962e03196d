import { describe, expect, it } from '@jest/globals';
import { expectEnvelope } from '../../support/label-studio.js';
import { runningApp } from '../../support/running-app.js';

describe('POST /api/token/blacklist', () => {
  const app = runningApp();

  describe('answers 204', () => {
    it.each(['/api/token/blacklist', '/api/token/blacklist/'])(
      'at %s with nothing, and the token and what came of it are dead',
      async (path) => {
        const person = await app().register('annotator');
        const { personal, access } = await app().tokensOf(person);
        const headers = { authorization: `Bearer ${access}` };
        const answer = await app().request('POST', path, { headers, body: { refresh: personal } });
        expect([answer.status, answer.text]).toEqual([204, '']);
        expect(answer.headers['keyledger-position']).toBeDefined();
        expect((await app().request('GET', '/v1/auth', { headers })).status).toBe(401);
        expect((await app().request('POST', '/api/token/refresh', { body: { refresh: personal } })).status).toBe(401);
      },
    );

    it('for the form in which a token is listed, when it is the newest generation', async () => {
      const { personal, access } = await app().tokensOf(await app().register('annotator'));
      const listed = personal.split('.').slice(0, 2).join('.');
      const headers = { authorization: `Bearer ${access}` };
      expect((await app().request('POST', '/api/token/blacklist/', { headers, form: { refresh: listed } })).status).toBe(204);
    });

    it('while personal access tokens are switched off: taking away is always possible', async () => {
      const person = await app().register('annotator');
      const { personal } = await app().tokensOf(person);
      const owner = await app().signIn();
      await app().request('PATCH', '/v1/organization', { headers: owner, body: { personalAccessTokensEnabled: false } });
      const answer = await app().request('POST', '/api/token/blacklist/', {
        headers: await app().signIn(person),
        body: { refresh: personal },
      });
      expect(answer.status).toBe(204);
      await app().request('PATCH', '/v1/organization', { headers: owner, body: { personalAccessTokensEnabled: true } });
    });
  });

  describe('answers 400', () => {
    it('when the token is not there', async () => {
      const answer = await app().request('POST', '/api/token/blacklist/', { headers: await app().signIn(), body: {} });
      expectEnvelope(answer, 400, 'Validation error', { refresh: ['This field is required.'] });
    });
  });

  describe('answers 401', () => {
    it('without a credential, even for a whole valid token, which goes on working', async () => {
      const { personal } = await app().tokensOf();
      const answer = await app().request('POST', '/api/token/blacklist/', { body: { refresh: personal } });
      expectEnvelope(answer, 401, 'Authentication credentials were not provided.');
      expect(answer.headers['www-authenticate']).toBe('Token');
      expect((await app().request('POST', '/api/token/refresh', { body: { refresh: personal } })).status).toBe(200);
    });
  });

  describe('answers 404, without an envelope', () => {
    const notFound = { detail: 'Token is invalid or already blacklisted.' };
    async function expectNotFound(headers: Record<string, string>, refresh: string): Promise<void> {
      const { status, body } = await app().request('POST', '/api/token/blacklist/', { headers, body: { refresh } });
      expect({ status, body }).toEqual({ status: 404, body: notFound });
    }

    it('the second time', async () => {
      const person = await app().register('annotator');
      const session = await app().signIn(person);
      const { personal } = await app().tokensOf(person);
      await app().request('POST', '/api/token/blacklist/', { headers: session, body: { refresh: personal } });
      await expectNotFound(session, personal);
      await expectNotFound(session, personal.split('.').slice(0, 2).join('.'));
    });

    it('for somebody else’s token, of this organization or another, which goes on working', async () => {
      const session = await app().signIn(await app().register('administrator'));
      const { owner: stranger } = await app().secondOrganization();
      for (const { personal } of [await app().tokensOf(), await app().tokensOf(stranger)]) {
        await expectNotFound(session, personal);
        await expectNotFound(session, personal.split('.').slice(0, 2).join('.'));
        expect((await app().request('POST', '/api/token/refresh', { body: { refresh: personal } })).status).toBe(200);
      }
    });

    it('for a generation that was rotated away, which revokes nothing', async () => {
      const person = await app().register('annotator');
      const session = await app().signIn(person);
      const { personal, tokenId } = await app().tokensOf(person);
      const { credential } = (await app().request('POST', `/v1/tokens/${tokenId}/rotate`, { headers: session })).body;
      await expectNotFound(session, personal);
      await expectNotFound(session, personal.split('.').slice(0, 2).join('.'));
      expect((await app().request('POST', '/api/token/refresh', { body: { refresh: credential } })).status).toBe(200);
    });

    it('for a payload with a known token id under a made-up signature', async () => {
      const session = await app().signIn();
      const { personal, access } = await app().tokensOf();
      const [header, payload] = personal.split('.');
      await expectNotFound(session, `${header}.${payload}.${'A'.repeat(86)}`);
      await expectNotFound(session, `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}`);
      await expectNotFound(session, access);
      await expectNotFound(session, 'nonsense');
      expect((await app().request('POST', '/api/token/refresh', { body: { refresh: personal } })).status).toBe(200);
    });
  });
});
