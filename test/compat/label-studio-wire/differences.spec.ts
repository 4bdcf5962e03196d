import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { differences } from '#api/dialects/label-studio/differences';
import { rawAnswer } from '../../support/raw-http.js';
import { runningApp } from '../../support/running-app.js';
import type { Answer } from '../../support/test-app.js';
import { asListed, type Equipped, equipped } from './person.js';

const whoami = '/api/current-user/whoami';
const settings = '/api/jwt/settings';

/** The reference page is made of the same table: what it says of this server is asked of it here. */
describe('A difference from Label Studio that the reference names', () => {
  const app = runningApp({ KEYLEDGER_ENABLE_LEGACY_TOKENS: 'true' });
  let port: number;
  let owner: Equipped;
  let member: Equipped;
  beforeAll(async () => {
    port = Number(new URL(await app().listen()).port);
    owner = await equipped(app(), app().owner);
  });
  beforeEach(async () => {
    member = await equipped(app(), await app().register('manager'));
  });

  const ask = (method: string, path: string, headers: Record<string, string> = {}, body?: object) =>
    app().request(method, path, { headers, body });
  const bearer = ({ access }: { access: string }) => ({ authorization: `Bearer ${access}` });
  const post = async (path: string, headers: Record<string, string>, body?: object) => (await ask('POST', path, headers, body)).status;
  const form = (fields: Record<string, string>, path = '/user/login/', headers = {}): Promise<Answer> =>
    app().request('POST', path, { form: fields, headers });

  const checks: Readonly<Record<keyof typeof differences, () => Promise<unknown>>> = {
    'bad-credential-beside-a-session': async () =>
      expect((await ask('GET', whoami, { ...member.session, authorization: 'Bearer x' })).status).toBe(401),
    'two-credentials': async () => {
      const line = `Authorization: Bearer ${member.access}`;
      const answer = await rawAnswer(port, `GET ${whoami} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n${line}\r\n${line}\r\n\r\n`);
      expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    },
    'access-token-as-api-key': async () => {
      for (const key of [member.access, member.legacy]) expect((await ask('GET', whoami, { 'x-api-key': key })).status).toBe(200);
    },
    'life-of-access-tokens': async () => {
      const { iat, exp } = JSON.parse(Buffer.from(member.access.split('.')[1], 'base64url').toString());
      expect(exp - iat).toBe(290);
      expect(await post('/api/token/blacklist', bearer(member), { refresh: member.personal })).toBe(204);
      expect((await ask('GET', whoami, bearer(member))).status).toBe(401);
    },
    'exchange-while-switched-off': async () => {
      expect(await post(settings, owner.session, { api_tokens_enabled: false })).toBe(200);
      expect(await post('/api/token/refresh', {}, { refresh: member.personal })).toBe(401);
      expect(await post(settings, await app().signIn(), { api_tokens_enabled: true })).toBe(200);
    },
    'secrets-by-credentials': async () => {
      const shows = async () => (await ask('GET', '/api/current-user/token', bearer(member))).status;
      expect([await shows(), await post('/api/current-user/reset-token', bearer(member))]).toEqual([403, 403]);
      await ask('PATCH', '/v1/organization', await app().signIn(), { apiCredentialsMayIssue: true });
      expect(await shows()).toBe(200);
      await ask('PATCH', '/v1/organization', await app().signIn(), { apiCredentialsMayIssue: false });
    },
    'rotating-for-others': async () => expect(await post('/api/token/rotate', owner.session, { refresh: member.personal })).toBe(400),
    'what-is-blacklisted': async () => {
      expect(await post('/api/token/blacklist', bearer(member), { refresh: member.access })).toBe(404);
      expect(await post('/api/token/blacklist', {}, { refresh: member.personal })).toBe(401);
      expect(await post('/api/token/blacklist', member.session, { refresh: asListed(member.personal) })).toBe(204);
    },
    'who-changes-settings': async () => {
      expect(await post(settings, member.session, { legacy_api_tokens_enabled: false })).toBe(403);
      expect(await post(settings, bearer(owner), { legacy_api_tokens_enabled: false })).toBe(200);
      expect(await post(settings, bearer(owner), { legacy_api_tokens_enabled: true })).toBe(403);
      expect(await post(settings, await app().signIn(), { legacy_api_tokens_enabled: true })).toBe(200);
    },
    'left-out-switches': async () => {
      const before = (await ask('GET', settings, owner.session)).body;
      expect((await form({ api_tokens_enabled: 'true' }, settings, await app().signIn())).body).toEqual(before);
    },
    'days-to-live': async () => {
      const headers = await app().signIn();
      const { api_token_ttl_days: days } = (await ask('GET', settings, headers)).body;
      for (const wrong of [0, 73_001]) expect(await post(settings, headers, { api_token_ttl_days: wrong })).toBe(400);
      const both = { api_tokens_enabled: true, legacy_api_tokens_enabled: true };
      expect((await ask('POST', settings, headers, both)).body).toEqual({ ...both, api_token_ttl_days: days });
    },
    'whoami-members': async () => {
      const { body } = await ask('GET', whoami, bearer(member));
      expect([body.username, body.social_accounts, body.lse_fields.active_organization_external_id]).toEqual([body.email, [], null]);
      expect((await ask('GET', whoami, bearer(owner))).body.permissions.length).toBeGreaterThan(body.permissions.length);
    },
    milliseconds: async () => expect((await ask('GET', whoami, bearer(member))).body.date_joined).toMatch(/T[\d:]{8}\.\d{3}Z$/),
    'sign-in-form': async () => {
      const { email, password } = member.person;
      expect([(await form({ email, password: 'not the right one' })).status, (await form({ email })).status]).toEqual([401, 400]);
      const persistent = [await form({ email, password }), await form({ email, password, persist_session: 'on' })];
      for (const { status, headers } of persistent)
        expect([status, String(headers['set-cookie'])]).toEqual([302, expect.stringContaining('Expires=')]);
    },
    'signing-out': async () => {
      expect((await ask('GET', '/logout', member.session)).status).toBe(404);
      expect((await ask('DELETE', '/v1/sessions/current', member.session)).status).toBe(204);
      expect((await ask('GET', whoami, member.session)).status).toBe(401);
    },
    'unknown-addresses': async () =>
      expect((await ask('GET', '/api/no-such-thing')).body).toMatchObject({ status_code: 404, detail: 'Not found.' }),
    methods: async () => {
      for (const [method, path] of [
        ['OPTIONS', '/api/token/'],
        ['POST', '/health'],
        ['POST', '/api/version'],
      ])
        expect(`${path} ${(await ask(method, path, bearer(member))).status}`).toBe(`${path} 405`);
    },
    'version-members': async () => {
      const { body } = await ask('GET', '/api/version');
      expect(body.release).toBe('1.23.2');
      expect(JSON.stringify(body)).not.toMatch(/latest|outdated/);
    },
    'other-origins': async () => {
      const { headers } = await ask('GET', whoami, { ...bearer(member), origin: 'https://elsewhere.example' });
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    },
    'session-cookies': async () => {
      const { headers } = await ask('GET', whoami, bearer(member));
      expect([headers['set-cookie'], headers['cache-control']]).toEqual([undefined, 'no-store']);
    },
  };

  it.each(Object.keys(differences) as (keyof typeof differences)[])('is so: %s', async (name) => {
    await checks[name]();
  });
});

describe('The 401 of rotating', () => {
  const app = runningApp();

  it.each([
    ['no credential', {}],
    ['a Bearer that is none', { authorization: 'Bearer x' }],
    ['a Token that is none', { authorization: `Token ${'0'.repeat(40)}` }],
  ])('challenges as the original does, for %s', async (_what, headers) => {
    const answer = await app().request('POST', '/api/token/rotate', { headers: headers as Record<string, string>, body: { refresh: 'x' } });
    expect([answer.status, answer.headers['www-authenticate']]).toEqual([401, 'Bearer realm="api"']);
  });
});
