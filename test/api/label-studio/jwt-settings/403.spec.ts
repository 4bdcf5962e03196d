import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApp } from '../../../support/app.js';

describe('POST /api/jwt/settings answers 403', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.close());

  it.each(['annotator', 'reviewer', 'manager', 'auditor'] as const)('to an %s', async (role) => {
    const headers = await app.signIn(await app.register(role));
    const answer = await app.request('POST', '/api/jwt/settings', { headers, body: { api_token_ttl_days: 1 } });
    expect([answer.status, answer.body.detail]).toEqual([403, 'You do not have permission to perform this action.']);
  });

  it('to an API credential that would give: a longer life, or a type switched on; nothing is half-applied', async () => {
    const headers = { authorization: `Bearer ${(await app.tokensOf()).access}` };
    const longer = { api_token_ttl_days: 366, api_tokens_enabled: true };
    expect((await app.request('POST', '/api/jwt/settings', { headers, body: longer })).status).toBe(403);
    const both = { api_token_ttl_days: 10, legacy_api_tokens_enabled: true };
    expect((await app.request('POST', '/api/jwt/settings', { headers, body: both })).status).toBe(403);
    const settings = (await app.request('GET', '/api/jwt/settings', { headers })).body;
    expect(settings).toEqual({ api_tokens_enabled: true, legacy_api_tokens_enabled: false, api_token_ttl_days: 365 });
    const shorter = { api_token_ttl_days: 300 };
    expect((await app.request('POST', '/api/jwt/settings', { headers, body: shorter })).status).toBe(200);
  });
});
