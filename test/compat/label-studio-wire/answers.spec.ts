import { beforeAll, describe, expect, it } from '@jest/globals';
import { expectEnvelope } from '../../support/label-studio.js';
import { runningApp } from '../../support/running-app.js';
import { SdkClient } from './clients.js';
import { type Equipped, equipped } from './person.js';

/** What the SDK's error classes and the old client read of a "no", and what neither may find in any answer. */
describe('An answer', () => {
  const app = runningApp({ KEYLEDGER_ENABLE_LEGACY_TOKENS: 'true' });
  let url: string;
  let someone: Equipped;
  let client: SdkClient;
  beforeAll(async () => {
    url = await app().listen();
    someone = await equipped(app(), await app().register('annotator'));
    client = SdkClient.withAccessToken(url, someone.access);
  });

  it('that says no is JSON in the envelope, whatever the status', async () => {
    const nobody = new SdkClient(url, []);
    const permission = 'You do not have permission to perform this action.';
    const alreadyValid = 'You already have a valid token. Please revoke it before creating a new one.';
    const answers = [
      { answer: await client.post('/api/token/refresh/', {}), status: 400, detail: 'Validation error' },
      { answer: await nobody.get('/api/token/'), status: 401, detail: 'Authentication credentials were not provided.' },
      { answer: await client.post('/api/jwt/settings', { api_token_ttl_days: 1 }), status: 403, detail: permission },
      { answer: await client.get('/api/nothing'), status: 404, detail: 'Not found.' },
      { answer: await client.post('/api/current-user/whoami'), status: 405, detail: 'Method "POST" not allowed.' },
      { answer: await client.post('/api/token/'), status: 409, detail: alreadyValid },
    ];
    for (const { answer, status, detail } of answers) {
      expectEnvelope(answer, status, detail, answer.body.validation_errors);
      expect(answer.headers['content-type']).toMatch(/^application\/json\b/);
    }
    const ids = answers.map(({ answer }) => answer.body.id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('that says no without an envelope does so where the original has none', async () => {
    const { status, body, headers } = await client.post('/api/token/blacklist/', { refresh: 'nonsense' });
    expect([status, body]).toEqual([404, { detail: 'Token is invalid or already blacklisted.' }]);
    expect(headers['content-type']).toMatch(/^application\/json\b/);
  });

  it('names each setting that is wrong, in the words of the original', async () => {
    const owner = SdkClient.withAccessToken(url, (await app().tokensOf()).access);
    const cases: [object, Record<string, string[]>][] = [
      [{ api_token_ttl_days: 0 }, { api_token_ttl_days: ['Ensure this value is greater than or equal to 1.'] }],
      [{ api_token_ttl_days: 73_001 }, { api_token_ttl_days: ['Ensure this value is less than or equal to 73000.'] }],
      [{ api_token_ttl_days: 'ten' }, { api_token_ttl_days: ['A valid integer is required.'] }],
      [{ api_token_ttl_days: 30, api_tokens_enabled: 'maybe' }, { api_tokens_enabled: ['Must be a valid boolean.'] }],
      [{ api_token_ttl_days: 30, api_tokens_enabled: null }, { api_tokens_enabled: ['This field may not be null.'] }],
    ];
    for (const [body, problems] of cases) {
      expectEnvelope(await owner.post('/api/jwt/settings', body), 400, 'Validation error', problems);
    }
    for (const yes of [1, 'true', 'on', true]) {
      const { status, body } = await owner.post('/api/jwt/settings', { api_token_ttl_days: 365, api_tokens_enabled: yes });
      expect([status, body.api_tokens_enabled]).toEqual([200, true]);
    }
  });

  it('to a client with a token sets no cookie, opens nothing to other sites and moves nobody elsewhere', async () => {
    const withOrigin = new SdkClient(url, [
      ['Authorization', `Bearer ${someone.access}`],
      ['Origin', 'https://elsewhere.example'],
    ]);
    const paths = ['/api/current-user/whoami', '/api/token/', '/api/jwt/settings', '/api/version/', '/health', '/api/nothing'];
    for (const answer of await Promise.all(paths.map((path) => withOrigin.get(path)))) {
      expect(answer.cookies).toEqual([]);
      expect(answer.headers['access-control-allow-origin']).toBeUndefined();
      expect(answer.headers.location).toBeUndefined();
    }
  });

  it('that shows a secret is stored by nobody on the way', async () => {
    const { personal, legacy } = await equipped(app(), await app().register('annotator'));
    const own = SdkClient.withLegacyToken(url, legacy);
    const rotated = await own.post('/api/token/rotate/', { refresh: personal });
    await own.post('/api/token/blacklist/', { refresh: rotated.body.refresh });
    const created = await own.post('/api/token/');
    const exchanged = await SdkClient.exchange(url, created.body.token);
    const shown = await own.get('/api/current-user/token');
    const reset = await own.post('/api/current-user/reset-token/');
    expect([rotated, created, exchanged, shown, reset].map(({ status, headers }) => [status, headers['cache-control']])).toEqual([
      [200, 'no-store'],
      [201, 'no-store'],
      [200, 'no-store'],
      [200, 'no-store'],
      [201, 'no-store'],
    ]);
  });
});
