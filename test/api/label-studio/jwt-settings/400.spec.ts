import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestApp } from '../../../support/app.js';
import { expectEnvelope } from '../../../support/label-studio.js';

describe('POST /api/jwt/settings answers 400 and changes nothing', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(() => app.close());

  it.each([
    [{ api_token_ttl_days: null }, { api_token_ttl_days: ['This field may not be null.'] }],
    [{ api_token_ttl_days: 0 }, { api_token_ttl_days: ['Ensure this value is greater than or equal to 1.'] }],
    [{ api_token_ttl_days: -1 }, { api_token_ttl_days: ['Ensure this value is greater than or equal to 1.'] }],
    [{ api_token_ttl_days: 73001 }, { api_token_ttl_days: ['Ensure this value is less than or equal to 73000.'] }],
    [{ api_token_ttl_days: 2 ** 53 }, { api_token_ttl_days: ['Ensure this value is less than or equal to 73000.'] }],
    [{ api_token_ttl_days: 0.5 }, { api_token_ttl_days: ['A valid integer is required.'] }],
    [{ api_token_ttl_days: 1e21 }, { api_token_ttl_days: ['A valid integer is required.'] }],
    [{ api_token_ttl_days: 'ten' }, { api_token_ttl_days: ['A valid integer is required.'] }],
    [{ api_token_ttl_days: [30] }, { api_token_ttl_days: ['A valid integer is required.'] }],
    [{ api_token_ttl_days: 30, legacy_api_tokens_enabled: 'maybe' }, { legacy_api_tokens_enabled: ['Must be a valid boolean.'] }],
    [{ api_token_ttl_days: 30, api_tokens_enabled: null }, { api_tokens_enabled: ['This field may not be null.'] }],
  ])('for %j', async (body, problems) => {
    const headers = await app.signIn();
    expectEnvelope(await app.request('POST', '/api/jwt/settings', { headers, body }), 400, 'Validation error', problems);
    expect((await app.request('GET', '/api/jwt/settings', { headers })).body.api_token_ttl_days).toBe(365);
  });
});
