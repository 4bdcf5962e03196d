import { beforeAll, describe, expect, it } from '@jest/globals';
import { runningApp } from '../../support/running-app.js';
import { SdkClient } from './clients.js';
import { asListed, type Equipped, equipped } from './person.js';

/** Each method of SDK 2.1.2 that has a route here, by what it sends and by what it reads of the answer. */
describe('SDK 2.1.2', () => {
  const app = runningApp({ KEYLEDGER_ENABLE_LEGACY_TOKENS: 'true' });
  let url: string;
  let owner: Equipped;
  beforeAll(async () => {
    url = await app().listen();
    owner = await equipped(app(), app().owner);
  });

  const someone = async () => equipped(app(), await app().register('annotator'));
  const ofOwner = () => SdkClient.withAccessToken(url, owner.access);

  it('exchanges its key by itself: the answer is exactly 200, for it takes no other 2xx', async () => {
    const { status, body } = await SdkClient.exchange(url, owner.personal);
    expect([status, Object.keys(body)]).toEqual([200, ['access']]);
    expect((await SdkClient.withAccessToken(url, body.access).get('/api/current-user/whoami')).status).toBe(200);
  });

  it('`tokens.refresh` is 200 too, and its Authorization header is not looked at', async () => {
    for (const authorization of [`Token ${owner.legacy}`, 'Token nonsense', 'Bearer a.b.c']) {
      const client = new SdkClient(url, [['Authorization', authorization]]);
      const { status, body } = await client.post('/api/token/refresh/', { refresh: owner.personal });
      expect([status, typeof body.access]).toEqual([200, 'string']);
    }
  });

  it('`users.whoami` reads a user with every member that the model has', async () => {
    const { status, body } = await ofOwner().get('/api/current-user/whoami');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      id: expect.any(Number),
      first_name: expect.any(String),
      last_name: expect.any(String),
      username: 'owner@example.com',
      email: 'owner@example.com',
      initials: expect.any(String),
      phone: expect.any(String),
      custom_hotkeys: {},
      active_organization: expect.any(Number),
      active_organization_meta: { title: expect.any(String), email: 'owner@example.com' },
      date_joined: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/),
      permissions: expect.arrayContaining(['organizations.change', 'organizations.view', 'users.token.any']),
    });
    for (const nullable of ['last_activity', 'avatar', 'allow_newsletters', 'pause']) expect(body).toHaveProperty(nullable);
    const membership = { organization_id: body.active_organization, role: 'OW', active: true, user_type: 'standard' };
    expect(body.organization_membership).toMatchObject(membership);
    expect(body.org_membership).toEqual([body.organization_membership]);
    expect(body.lse_fields).toEqual(expect.any(Object));
  });

  it.each([
    ['administrator', 'AD', 'standard'],
    ['manager', 'MA', 'standard'],
    ['reviewer', 'RE', 'standard'],
    ['annotator', 'AN', 'standard'],
    ['auditor', 'VO', 'viewonly'],
  ] as const)('reads the role of an %s as %s', async (role, code, type) => {
    const { access } = await equipped(app(), await app().register(role));
    const { body } = await SdkClient.withAccessToken(url, access).get('/api/current-user/whoami');
    expect(body.organization_membership).toMatchObject({ role: code, user_type: type, active: true });
  });

  it('`tokens.create` is 201 with the whole token once there is no other, and `tokens.list` shows it without its signature', async () => {
    const { personal, legacy } = await someone();
    const client = SdkClient.withLegacyToken(url, legacy);
    expect((await client.get('/api/token/')).body).toEqual([expect.objectContaining({ token: asListed(personal) })]);
    expect((await client.post('/api/token/blacklist/', { refresh: asListed(personal) })).status).toBe(204);
    const empty = await client.get('/api/token/');
    expect([empty.status, empty.body]).toEqual([200, []]);
    const created = await client.post('/api/token/');
    expect(created.status).toBe(201);
    const token = expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/);
    const dates = { created_at: expect.stringMatching(/Z$/), expires_at: expect.stringMatching(/Z$/) };
    expect(created.body).toMatchObject({ token, ...dates });
    expect((await client.get('/api/token/?ordering=-created_at')).body).toEqual([
      expect.objectContaining({ token: asListed(created.body.token), ...dates }),
    ]);
    expect((await SdkClient.exchange(url, created.body.token)).status).toBe(200);
  });

  it('`tokens.blacklist` is 204 with nothing, and the token can be exchanged no more', async () => {
    const { personal, access } = await someone();
    const { status, text } = await SdkClient.withAccessToken(url, access).post('/api/token/blacklist/', { refresh: personal });
    expect([status, text]).toEqual([204, '']);
    const refused = await SdkClient.exchange(url, personal);
    expect([refused.status, refused.body.detail]).toEqual([401, 'Token is blacklisted']);
  });

  it('`tokens.rotate` is 200 with a whole new token, and the old one is blacklisted', async () => {
    const { personal, access } = await someone();
    const { status, body } = await SdkClient.withAccessToken(url, access).post('/api/token/rotate/', { refresh: personal });
    expect([status, body.refresh.split('.').length]).toEqual([200, 3]);
    expect((await SdkClient.exchange(url, body.refresh)).status).toBe(200);
    expect((await SdkClient.exchange(url, personal)).body.detail).toBe('Token is blacklisted');
  });

  it('`jwt_settings.get` and `.update` read three settings; what is left out stays, and `None` is refused by name', async () => {
    const client = ofOwner();
    const before = await client.get('/api/jwt/settings');
    const settings = { api_tokens_enabled: true, legacy_api_tokens_enabled: true, api_token_ttl_days: 365 };
    expect([before.status, before.body]).toEqual([200, settings]);
    const updated = await client.post('/api/jwt/settings', { api_token_ttl_days: 30, api_tokens_enabled: true });
    expect([updated.status, updated.body]).toEqual([200, { ...settings, api_token_ttl_days: 30 }]);
    const refused = await client.post('/api/jwt/settings', { api_token_ttl_days: 30, legacy_api_tokens_enabled: null });
    expect([refused.status, refused.body.validation_errors]).toEqual([400, { legacy_api_tokens_enabled: ['This field may not be null.'] }]);
    expect((await client.get('/api/jwt/settings')).body).toEqual({ ...settings, api_token_ttl_days: 30 });
  });

  it('`users.get_token` with the legacy token shows it, and `users.reset_token` is 201: the old one stops at once', async () => {
    const { legacy, person } = await someone();
    const client = SdkClient.withLegacyToken(url, legacy);
    expect((await client.get('/api/current-user/token')).body).toMatchObject({ token: legacy });
    const reset = await client.post('/api/current-user/reset-token/');
    expect([reset.status, reset.body.token]).toEqual([201, expect.stringMatching(/^[0-9a-f]{40}$/)]);
    expect((await client.get('/api/current-user/whoami')).status).toBe(401);
    const renewed = SdkClient.withLegacyToken(url, reset.body.token);
    expect((await renewed.get('/api/current-user/whoami')).body.email).toBe(person.email);
  });

  it('`versions.get` needs no credential and minds none', async () => {
    for (const authorization of [`Token ${owner.legacy}`, 'Token nonsense']) {
      const { status, body } = await new SdkClient(url, [['Authorization', authorization]]).get('/api/version/');
      expect([status, body.release, body.edition]).toEqual([200, expect.stringMatching(/^\d+\.\d+\.\d+$/), 'Community']);
    }
  });
});
