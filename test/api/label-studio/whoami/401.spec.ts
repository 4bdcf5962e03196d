import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApp } from '../../../support/app.js';
import { expectEnvelope } from '../../../support/label-studio.js';

describe('GET /api/current-user/whoami answers 401', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start({ KEYLEDGER_ENABLE_LEGACY_TOKENS: 'true' });
  });
  afterAll(() => app.close());

  const whoami = (authorization?: string) =>
    app.request('GET', '/api/current-user/whoami', { headers: authorization ? { authorization } : {} });
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
    const { personal } = await app.tokensOf();
    expectEnvelope(await whoami(`Bearer ${personal}`), 401, notProvided);
    expectEnvelope(await whoami(`Token ${personal}`), 401, 'Invalid token.');
    expectEnvelope(await whoami(`Token ${personal.split('.').slice(0, 2).join('.')}`), 401, 'Invalid token.');
  });

  it('for a good credential under the wrong scheme', async () => {
    const { access } = await app.tokensOf();
    const legacy = (await app.request('GET', '/api/current-user/token', { headers: await app.signIn() })).body.token;
    for (const wrong of [`Token ${access}`, `bearer ${access}`, `Bearer ${legacy}`, `Basic ${legacy}`, legacy]) {
      expect((await whoami(wrong)).status).toBe(401);
    }
  });

  it('for an access token from its 300th second on', async () => {
    const { access } = await app.tokensOf();
    app.clock.advance(298);
    expect((await whoami(`Bearer ${access}`)).status).toBe(200);
    app.clock.advance(2);
    expectEnvelope(await whoami(`Bearer ${access}`), 401, notProvided);
  });

  it('although the browser also has a good session: a header is never forgotten in favour of a cookie', async () => {
    const { cookie } = await app.signIn();
    const answer = await app.request('GET', '/api/current-user/whoami', { headers: { cookie, authorization: 'Bearer nonsense' } });
    expect(answer.status).toBe(401);
  });

  it('for a legacy token whose owner is disabled, and says so', async () => {
    const person = await app.register('manager');
    const legacy = (await app.request('GET', '/api/current-user/token', { headers: await app.signIn(person) })).body.token;
    await app.request('POST', `/v1/users/${person.id}/disable`, { headers: await app.signIn() });
    expectEnvelope(await whoami(`Token ${legacy}`), 401, 'User inactive or deleted.');
  });
});
