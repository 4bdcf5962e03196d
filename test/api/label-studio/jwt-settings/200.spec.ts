import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApp } from '../../../support/app.js';

describe('/api/jwt/settings answers 200', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.close());

  it.each(['/api/jwt/settings', '/api/jwt/settings/'])('at %s with what a new organization has', async (path) => {
    const { body } = await app.request('GET', path, { headers: await app.signIn(await app.register('annotator')) });
    expect(body).toEqual({ api_tokens_enabled: true, legacy_api_tokens_enabled: false, api_token_ttl_days: 365 });
  });

  it('to an administrator who changes them; switches that are left out stay', async () => {
    const headers = await app.signIn(await app.register('administrator'));
    const changed = await app.request('POST', '/api/jwt/settings', {
      headers,
      body: { api_token_ttl_days: 30, legacy_api_tokens_enabled: true },
    });
    expect(changed.status).toBe(200);
    expect(changed.body).toEqual({ api_tokens_enabled: true, legacy_api_tokens_enabled: true, api_token_ttl_days: 30 });
    const again = await app.request('POST', '/api/jwt/settings/', {
      headers,
      form: { api_token_ttl_days: '60', api_tokens_enabled: 'false' },
    });
    expect(again.body).toEqual({ api_tokens_enabled: false, legacy_api_tokens_enabled: true, api_token_ttl_days: 60 });
  });

  it("to Label Studio's own page, which sends the two switches alone, and to a body that changes nothing", async () => {
    const headers = await app.signIn();
    const { body: before } = await app.request('GET', '/api/jwt/settings', { headers });
    const switches = { api_tokens_enabled: true, legacy_api_tokens_enabled: true };
    const changed = await app.request('POST', '/api/jwt/settings', { headers, body: switches });
    expect([changed.status, changed.body]).toEqual([200, { ...before, ...switches }]);
    const same = await app.request('POST', '/api/jwt/settings', { headers, body: {} });
    expect([same.status, same.body]).toEqual([200, changed.body]);
  });

  it('and leaves another organization as it is', async () => {
    const { owner: stranger } = await app.secondOrganization();
    await app.request('POST', '/api/jwt/settings', { headers: await app.signIn(), body: { api_token_ttl_days: 7 } });
    const { body } = await app.request('GET', '/api/jwt/settings', { headers: await app.signIn(stranger) });
    expect(body.api_token_ttl_days).toBe(365);
  });
});
