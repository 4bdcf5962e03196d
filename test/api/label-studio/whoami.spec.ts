import { describe, expect, it } from '@jest/globals';
import { expectEnvelope } from '../../support/label-studio.js';
import { rawAnswer } from '../../support/raw-http.js';
import { runningApp } from '../../support/running-app.js';

describe('GET /api/current-user/whoami', () => {
  describe('answers 200', () => {
    const app = runningApp();

    it.each(['/api/current-user/whoami', '/api/current-user/whoami/'])('at %s with the user as Label Studio shows one', async (path) => {
      const { status, body } = await app().request('GET', path, { headers: await app().signIn() });
      expect(status).toBe(200);
      expect(body).toMatchObject({
        id: 1,
        email: 'owner@example.com',
        username: 'owner@example.com',
        active_organization: 1,
        active_organization_meta: { title: 'Keyledger', email: 'owner@example.com' },
        organization_membership: { organization_id: 1, role: 'OW', active: true, user_type: 'standard' },
        permissions: expect.arrayContaining(['organizations.change', 'users.token.any']),
      });
    });

    it('to every kind of credential, each with its own number', async () => {
      await app().enableLegacyTokens();
      const person = await app().register('manager');
      const session = await app().signIn(person);
      const { access } = await app().tokensOf(person);
      const legacy = (await app().request('GET', '/api/current-user/token', { headers: session })).body.token;
      const account = { name: 'robot', role: 'reviewer' };
      const robot = (await app().request('POST', '/v1/service-accounts', { headers: await app().signIn(), body: account })).body.credential;
      const idWith = async (headers: Record<string, string>) =>
        (await app().request('GET', '/api/current-user/whoami', { headers })).body?.id;
      const own = await idWith({ ...session });
      expect(own).toBeGreaterThan(1);
      expect(await idWith({ authorization: `Bearer ${access}` })).toBe(own);
      for (const word of ['Token', 'token', 'TOKEN', 'Token ']) expect(await idWith({ authorization: `${word} ${legacy}` })).toBe(own);
      for (const key of [access, legacy]) expect(await idWith({ 'x-api-key': key, authorization: 'Token nonsense' })).toBe(own);
      for (const word of ['Token', 'Bearer']) expect(await idWith({ authorization: `${word} ${robot}` })).toBe(own + 1);
    });
  });

  describe('answers 400', () => {
    const app = runningApp();

    it('for two Authorization headers, of which Node would silently drop one', async () => {
      const url = new URL(await app().listen());
      const { access } = await app().tokensOf();
      const lines = [
        'GET /api/current-user/whoami HTTP/1.1',
        `Host: ${url.host}`,
        `Authorization: Bearer ${access}`,
        'authorization: Token x',
        'Connection: close',
        '',
        '',
      ];
      const answer = await rawAnswer(Number(url.port), lines.join('\r\n'));
      expect(answer).toMatch(/^HTTP\/1\.1 400 /);
      expect(answer).toContain('"status_code":400');
    });
  });

  describe('answers 401', () => {
    const app = runningApp({ KEYLEDGER_ENABLE_LEGACY_TOKENS: 'true' });
    const whoami = (authorization?: string) =>
      app().request('GET', '/api/current-user/whoami', { headers: authorization ? { authorization } : {} });
    const notProvided = 'Authentication credentials were not provided.';

    it('without a credential, and names the scheme', async () => {
      const answer = await whoami();
      expectEnvelope(answer, 401, notProvided);
      expect(answer.headers['www-authenticate']).toBe('Token');
    });

    it('in Label Studio’s words for a `Token` header that is none', async () => {
      expectEnvelope(await whoami('Token'), 401, 'Invalid token header. No credentials provided.');
      expectEnvelope(await whoami('Token a b'), 401, 'Invalid token header. Token string should not contain spaces.');
      expectEnvelope(await whoami(`Token ${'0'.repeat(40)}`), 401, 'Invalid token.');
    });

    it('for a personal access token where an access token is due', async () => {
      const { personal } = await app().tokensOf();
      expectEnvelope(await whoami(`Bearer ${personal}`), 401, notProvided);
      expectEnvelope(await whoami(`Token ${personal}`), 401, 'Invalid token.');
      expectEnvelope(await whoami(`Token ${personal.split('.').slice(0, 2).join('.')}`), 401, 'Invalid token.');
    });

    it('for a good credential under the wrong scheme', async () => {
      const { access } = await app().tokensOf();
      const legacy = (await app().request('GET', '/api/current-user/token', { headers: await app().signIn() })).body.token;
      for (const wrong of [`Token ${access}`, `bearer ${access}`, `Bearer ${legacy}`, `Basic ${legacy}`, legacy]) {
        expect((await whoami(wrong)).status).toBe(401);
      }
    });

    it('for an access token from its 300th second on', async () => {
      app().clock.stop();
      const { access } = await app().tokensOf();
      app().clock.advance(298);
      expect((await whoami(`Bearer ${access}`)).status).toBe(200);
      app().clock.advance(2);
      expectEnvelope(await whoami(`Bearer ${access}`), 401, notProvided);
    });

    it('although the browser also has a good session: a header is never forgotten in favour of a cookie', async () => {
      const { cookie } = await app().signIn();
      const answer = await app().request('GET', '/api/current-user/whoami', { headers: { cookie, authorization: 'Bearer nonsense' } });
      expect(answer.status).toBe(401);
    });

    it('for a legacy token whose owner is disabled, and says so', async () => {
      const person = await app().register('manager');
      const legacy = (await app().request('GET', '/api/current-user/token', { headers: await app().signIn(person) })).body.token;
      await app().request('POST', `/v1/users/${person.id}/disable`, { headers: await app().signIn() });
      expectEnvelope(await whoami(`Token ${legacy}`), 401, 'User inactive or deleted.');
    });
  });
});
