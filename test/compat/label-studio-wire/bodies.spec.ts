import { beforeAll, describe, expect, it } from '@jest/globals';
import { expectEnvelope } from '../../support/label-studio.js';
import { runningApp } from '../../support/running-app.js';
import { SdkClient } from './clients.js';
import { asListed, type Equipped, equipped } from './person.js';

type Members = Readonly<Record<string, string>>;

const multipart = (members: Members) =>
  Object.entries(members)
    .map(([name, value]) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`)
    .join('');
const kinds: readonly [string, string, (members: Members) => string][] = [
  ['JSON', 'application/json', (members) => JSON.stringify(members)],
  ['JSON with a charset', 'application/json; charset=utf-8', (members) => JSON.stringify(members)],
  ['a form', 'application/x-www-form-urlencoded', (members) => new URLSearchParams(members).toString()],
  ['multipart', 'multipart/form-data; boundary=b', (members) => `${multipart(members)}--b--\r\n`],
];
/** Members that no route names, among them some that elsewhere steer what is made. */
const unknown = {
  more: '1',
  kind: 'legacy',
  id: 'mine',
  user_id: '1',
  token_type: 'access',
  expires_at: '2100-01-01T00:00:00Z',
  dryRun: 'true',
};

describe.each(kinds)('A body that is %s', (_kind, type, written) => {
  const app = runningApp({ KEYLEDGER_ENABLE_LEGACY_TOKENS: 'true' });
  let url: string;
  let someone: Equipped;
  let client: SdkClient;
  beforeAll(async () => {
    url = await app().listen();
    someone = await equipped(app(), await app().register('administrator'));
    client = SdkClient.withLegacyToken(url, someone.legacy);
  });

  const post = (path: string, members: Members) => client.postAs(path, type, written(members));

  it('is read by every route that has arguments, which ignores members that it does not know', async () => {
    const { personal } = someone;
    expect((await post('/api/token/refresh/', { refresh: personal, ...unknown })).status).toBe(200);
    const settings = await post('/api/jwt/settings', { api_token_ttl_days: '200', legacy_api_tokens_enabled: 'true', ...unknown });
    expect([settings.status, settings.body.api_token_ttl_days, settings.body.legacy_api_tokens_enabled]).toEqual([200, 200, true]);
    const rotated = await post('/api/token/rotate/', { refresh: personal, ...unknown });
    expect(rotated.status).toBe(200);
    expect((await post('/api/token/blacklist/', { refresh: rotated.body.refresh, ...unknown })).status).toBe(204);
  });

  it('is read by nobody where a route has no arguments, and nothing comes of what it says', async () => {
    const created = await post('/api/token/', unknown);
    expect(created.status).toBe(201);
    expect((await SdkClient.exchange(url, created.body.token)).status).toBe(200);
    expect((await client.get('/api/token/')).body).toHaveLength(1);
    const reset = await post('/api/current-user/reset-token/', unknown);
    expect([reset.status, reset.body.token]).toEqual([201, expect.stringMatching(/^[0-9a-f]{40}$/)]);
    client = SdkClient.withLegacyToken(url, reset.body.token);
    expect((await client.get('/api/current-user/whoami')).body.email).toBe(someone.person.email);
  });

  it('without a member that must be there is refused by name', async () => {
    for (const path of ['/api/token/refresh/', '/api/token/blacklist/', '/api/token/rotate/']) {
      expectEnvelope(await post(path, unknown), 400, 'Validation error', { refresh: ['This field is required.'] });
      expectEnvelope(await post(path, { refresh: '' }), 400, 'Validation error', { refresh: ['This field may not be blank.'] });
    }
  });
});

describe('A body of the SDK', () => {
  const app = runningApp({ KEYLEDGER_ENABLE_LEGACY_TOKENS: 'true' });
  let client: SdkClient;
  let someone: Equipped;
  let url: string;
  beforeAll(async () => {
    url = await app().listen();
    someone = await equipped(app(), await app().register('administrator'));
    client = SdkClient.withLegacyToken(url, someone.legacy);
  });
  const paths = ['/api/token/refresh/', '/api/token/blacklist/', '/api/token/rotate/'];

  it('may be `{}`, which says as little as none at all', async () => {
    for (const path of paths) {
      for (const answer of [await client.post(path, {}), await client.post(path)]) {
        expectEnvelope(answer, 400, 'Validation error', { refresh: ['This field is required.'] });
      }
    }
    expect((await client.post('/api/token/', {})).status).toBe(409);
  });

  it('may hold an explicit `None`, which is null and refused by name', async () => {
    for (const path of paths) {
      expectEnvelope(await client.post(path, { refresh: null }), 400, 'Validation error', { refresh: ['This field may not be null.'] });
    }
  });

  it('may have blanks around a token, which is read without them, and numbers, which are read as text', async () => {
    expect((await client.post('/api/token/refresh/', { refresh: ` ${someone.personal}\n` })).status).toBe(200);
    expectEnvelope(await client.post('/api/token/refresh/', { refresh: 7 }), 401, 'Token is invalid');
  });

  it('that is a list is refused for what it is, and one that is no JSON for that', async () => {
    for (const path of [...paths, '/api/jwt/settings']) {
      const problem = { non_field_errors: ['Invalid data. Expected a dictionary, but got list.'] };
      expectEnvelope(await client.postAs(path, 'application/json', '[]'), 400, 'Validation error', problem);
      const broken = await client.postAs(path, 'application/json', '{"refresh": ');
      expectEnvelope(broken, 400, broken.body.detail);
      expect(broken.body.detail).toMatch(/^JSON parse error - /);
      expectEnvelope(await client.postAs(path, 'text/plain', 'x'), 415, 'Unsupported media type "text/plain" in request.');
    }
  });

  it('that was refused has changed nothing', async () => {
    expect((await client.get('/api/token/')).body).toEqual([expect.objectContaining({ token: asListed(someone.personal) })]);
    expect((await SdkClient.exchange(url, someone.personal)).status).toBe(200);
  });
});
