import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { runningApp } from '../../support/running-app.js';
import type { Person } from '../../support/test-app.js';
import { LabelStudioPage, OldClient, SdkClient } from './clients.js';
import { asListed } from './person.js';

/** What the released page calls of the routes that are here, in the order of what somebody does on it. */
describe('Label Studio’s own page', () => {
  const app = runningApp({ KEYLEDGER_ENABLE_LEGACY_TOKENS: 'true' });
  let url: string;
  let person: Person;
  let page: LabelStudioPage;
  beforeAll(async () => {
    url = await app().listen();
  });
  beforeEach(async () => {
    person = await app().register('administrator');
    page = new LabelStudioPage(url, (await app().signIn(person)).cookie);
  });

  it('asks for the version and for who is signed in, and shows the entries of both kinds of token where they are switched on', async () => {
    expect((await page.get('/api/version')).body.release).toMatch(/^\d+\.\d+\.\d+$/);
    const whoami = await page.get('/api/current-user/whoami');
    expect([whoami.status, whoami.body.email]).toEqual([200, person.email]);
    const settings = await page.get('/api/jwt/settings');
    expect(settings.body).toMatchObject({ api_tokens_enabled: true, legacy_api_tokens_enabled: true });
  });

  it('makes a personal access token, lists it by its end, and revokes it by how it is listed', async () => {
    expect((await page.get('/api/token')).body).toEqual([]);
    const created = await page.post('/api/token');
    expect([created.status, created.body.token.split('.').length]).toEqual([201, 3]);
    const listed = await page.get('/api/token');
    expect(listed.body).toEqual([expect.objectContaining({ token: asListed(created.body.token) })]);
    expect(Date.parse(listed.body[0].expires_at)).toBeGreaterThan(app().clock.now().getTime());
    const { access } = (await SdkClient.exchange(url, created.body.token)).body;
    const revoked = await page.post('/api/token/blacklist', { refresh: listed.body[0].token });
    expect([revoked.status, revoked.text]).toEqual([204, '']);
    expect((await page.get('/api/token')).body).toEqual([]);
    expect((await SdkClient.exchange(url, created.body.token)).status).toBe(401);
    expect((await SdkClient.withAccessToken(url, access).get('/api/current-user/whoami')).status).toBe(401);
    expect((await page.post('/api/token')).status).toBe(201);
  });

  it('shows the legacy token and resets it, after which only the new one works', async () => {
    const shown = await page.get('/api/current-user/token');
    expect([shown.status, shown.body.token]).toEqual([200, expect.stringMatching(/^[0-9a-f]{40}$/)]);
    const whoami = (token: string) => new OldClient(url, token).get('/api/current-user/whoami');
    expect((await whoami(shown.body.token)).body.email).toBe(person.email);
    const reset = await page.post('/api/current-user/reset-token');
    expect(reset.status).toBe(201);
    expect((await page.get('/api/current-user/token')).body).toMatchObject({ token: reset.body.token });
    expect([(await whoami(shown.body.token)).status, (await whoami(reset.body.token)).status]).toEqual([401, 200]);
  });

  it('changes the token settings, both switches and the days, and reads what became of them', async () => {
    const changed = { api_tokens_enabled: true, legacy_api_tokens_enabled: false, api_token_ttl_days: 30 };
    const answer = await page.post('/api/jwt/settings', changed);
    expect([answer.status, answer.body]).toEqual([200, changed]);
    expect((await page.get('/api/jwt/settings')).body).toEqual(changed);
    const restored = { api_tokens_enabled: true, legacy_api_tokens_enabled: true, api_token_ttl_days: 365 };
    expect((await page.post('/api/jwt/settings', restored)).body).toEqual(restored);
  });

  it('reads a refusal as JSON with a detail', async () => {
    const annotator = new LabelStudioPage(url, (await app().signIn(await app().register('annotator'))).cookie);
    const refused = await annotator.post('/api/jwt/settings', { api_token_ttl_days: 30 });
    expect([refused.status, refused.body.detail]).toEqual([403, 'You do not have permission to perform this action.']);
    const signedOut = await new LabelStudioPage(url, 'keyledger_session=nonsense').get('/api/current-user/whoami');
    expect([signedOut.status, signedOut.body.detail]).toEqual([401, 'Authentication credentials were not provided.']);
  });
});
