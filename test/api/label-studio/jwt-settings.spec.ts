import { describe, expect, it } from '@jest/globals';
import { expectEnvelope } from '../../support/label-studio.js';
import { runningApp } from '../../support/running-app.js';

describe('GET /api/jwt/settings', () => {
  const app = runningApp();

  describe('answers 200', () => {
    it.each(['/api/jwt/settings', '/api/jwt/settings/'])('at %s with what a new organization has', async (path) => {
      const { body } = await app().request('GET', path, { headers: await app().signIn(await app().register('annotator')) });
      expect(body).toEqual({ api_tokens_enabled: true, legacy_api_tokens_enabled: false, api_token_ttl_days: 365 });
    });
  });
});

describe('POST /api/jwt/settings', () => {
  describe('answers 200', () => {
    const app = runningApp();

    it('to an administrator who changes them; switches that are left out stay', async () => {
      const headers = await app().signIn(await app().register('administrator'));
      const changed = await app().request('POST', '/api/jwt/settings', {
        headers,
        body: { api_token_ttl_days: 30, legacy_api_tokens_enabled: true },
      });
      expect(changed.status).toBe(200);
      expect(changed.body).toEqual({ api_tokens_enabled: true, legacy_api_tokens_enabled: true, api_token_ttl_days: 30 });
      const again = await app().request('POST', '/api/jwt/settings/', {
        headers,
        form: { api_token_ttl_days: '60', api_tokens_enabled: 'false' },
      });
      expect(again.body).toEqual({ api_tokens_enabled: false, legacy_api_tokens_enabled: true, api_token_ttl_days: 60 });
    });

    it("to Label Studio's own page, which sends the two switches alone, and to a body that changes nothing", async () => {
      const headers = await app().signIn();
      const { body: before } = await app().request('GET', '/api/jwt/settings', { headers });
      const switches = { api_tokens_enabled: true, legacy_api_tokens_enabled: true };
      const changed = await app().request('POST', '/api/jwt/settings', { headers, body: switches });
      expect([changed.status, changed.body]).toEqual([200, { ...before, ...switches }]);
      const same = await app().request('POST', '/api/jwt/settings', { headers, body: {} });
      expect([same.status, same.body]).toEqual([200, changed.body]);
    });

    it('and leaves another organization as it is', async () => {
      const { owner: stranger } = await app().secondOrganization();
      await app().request('POST', '/api/jwt/settings', { headers: await app().signIn(), body: { api_token_ttl_days: 7 } });
      const { body } = await app().request('GET', '/api/jwt/settings', { headers: await app().signIn(stranger) });
      expect(body.api_token_ttl_days).toBe(365);
    });
  });

  describe('answers 400 and changes nothing', () => {
    const app = runningApp();

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
      const headers = await app().signIn();
      expectEnvelope(await app().request('POST', '/api/jwt/settings', { headers, body }), 400, 'Validation error', problems);
      expect((await app().request('GET', '/api/jwt/settings', { headers })).body.api_token_ttl_days).toBe(365);
    });
  });

  describe('answers 403', () => {
    const app = runningApp();

    it.each(['annotator', 'reviewer', 'manager', 'auditor'] as const)('to an %s', async (role) => {
      const headers = await app().signIn(await app().register(role));
      const answer = await app().request('POST', '/api/jwt/settings', { headers, body: { api_token_ttl_days: 1 } });
      expect([answer.status, answer.body.detail]).toEqual([403, 'You do not have permission to perform this action.']);
    });

    it('to an API credential that would give: a longer life, or a type switched on; nothing is half-applied', async () => {
      const headers = { authorization: `Bearer ${(await app().tokensOf()).access}` };
      const longer = { api_token_ttl_days: 366, api_tokens_enabled: true };
      expect((await app().request('POST', '/api/jwt/settings', { headers, body: longer })).status).toBe(403);
      const both = { api_token_ttl_days: 10, legacy_api_tokens_enabled: true };
      expect((await app().request('POST', '/api/jwt/settings', { headers, body: both })).status).toBe(403);
      const settings = (await app().request('GET', '/api/jwt/settings', { headers })).body;
      expect(settings).toEqual({ api_tokens_enabled: true, legacy_api_tokens_enabled: false, api_token_ttl_days: 365 });
      const shorter = { api_token_ttl_days: 300 };
      expect((await app().request('POST', '/api/jwt/settings', { headers, body: shorter })).status).toBe(200);
    });
  });
});
