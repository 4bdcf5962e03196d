import { describe, expect, it } from '@jest/globals';
import { type Role, roles } from '#domain/role';
import { reasons } from '#domain/verdict';
import { runningApp } from '../../../support/running-app.js';
import { serviceAccounts } from '../../../support/service-accounts.js';

describe('GET /v1/console', () => {
  const app = runningApp({ KEYLEDGER_PUBLIC_URL: 'https://keys.example.org/keyledger', KEYLEDGER_SERVICE_ACCOUNT_ALLOWANCE_MAX: '7' });
  const ask = async (headers: Record<string, string>) => app().request('GET', '/v1/console', { headers });
  const shown = async (role: Role) => (await ask(await app().signIn(await app().register(role)))).body;

  describe('answers 200', () => {
    it('with who asks, of which organization, and at which server', async () => {
      const { body } = await ask(await app().signIn());
      const { id, email, organizationId } = app().owner;
      expect(body).toMatchObject({ publicUrl: 'https://keys.example.org/keyledger', me: { id, email, role: 'owner' } });
      expect(body.organization).toEqual({ id: organizationId, name: 'Keyledger' });
      expect(body.version).toMatch(/^\d+\.\d+\.\d+$/);
    });

    it('to a token of a person as well', async () => {
      const { access } = await app().tokensOf();
      expect((await ask({ authorization: `Bearer ${access}` })).status).toBe(200);
    });

    it.each(roles)('with the routes that admit the caller, as the table of permissions has them: %s', async (role) => {
      const { items } = (await app().request('GET', '/v1/permissions')).body;
      type Item = { method: string; path: string; public: boolean; roles: Role[] };
      const admitted = (items as Item[]).filter((item) => item.path.startsWith('/v1/') && (item.public || item.roles.includes(role)));
      const { routes } = await shown(role);
      expect(routes).toEqual(admitted.map(({ method, path }) => `${method} ${path}`));
      expect(routes.includes('POST /v1/service-accounts')).toBe(['administrator', 'owner'].includes(role));
      expect(routes).toContain('POST /v1/sessions');
    });

    it('with all roles in the order of the ladder, what each may do, and which of them the caller may give', async () => {
      const given = async (role: Role) =>
        (await shown(role)).roles.filter((each: { assignable: boolean }) => each.assignable).map((each: { role: Role }) => each.role);
      const { roles: all } = await shown('owner');
      expect(all.map(({ role }: { role: Role }) => role)).toEqual(roles);
      expect(new Set(all.map(({ does }: { does: string }) => does)).size).toBe(roles.length);
      const which = (member: string) => all.filter((each: Record<string, unknown>) => each[member]).map(({ role }: { role: Role }) => role);
      expect(which('isScoped')).toEqual(['annotator', 'reviewer', 'manager']);
      expect(which('forApiKeys')).toEqual(roles.filter((role) => role !== 'owner'));
      expect(await given('administrator')).toEqual(['annotator', 'reviewer', 'manager', 'administrator']);
      expect(await given('owner')).toEqual(roles);
      expect(await given('auditor')).toEqual([]);
    });

    it('with a name for every kind by which tokens are filtered, and words for every reason to refuse one', async () => {
      const { kinds, stateReasons } = (await ask(await app().signIn())).body;
      for (const { kind, label } of kinds) {
        const headers = await app().signIn();
        expect((await app().request('GET', `/v1/tokens?kind=${kind}`, { headers })).status).toBe(200);
        expect(label).toMatch(/^[A-Z]/);
      }
      expect(kinds).toHaveLength(4);
      expect(stateReasons.map(({ reason }: { reason: string }) => reason)).toEqual(reasons);
      expect(new Set(stateReasons.map(({ sentence }: { sentence: string }) => sentence)).size).toBe(reasons.length);
    });

    it.each(roles)('with the settings that the caller may change, as a change of each shows: %s', async (role) => {
      const headers = await app().signIn(role === 'owner' ? undefined : await app().register(role));
      const {
        id: _id,
        number: _number,
        name: _name,
        createdAt: _at,
        ...settings
      } = (await app().request('GET', '/v1/organization', { headers })).body;
      const changed = async (setting: string) =>
        (await app().request('PATCH', '/v1/organization', { headers, body: { [setting]: settings[setting] } })).status === 200;
      const changeable: string[] = [];
      for (const setting of Object.keys(settings)) if (await changed(setting)) changeable.push(setting);
      expect([...(await ask(headers)).body.changeableSettings].sort()).toEqual(changeable.sort());
    });

    it('with the limits that the server enforces', async () => {
      const headers = await app().signIn();
      const { limits } = (await ask(headers)).body;
      expect(limits.serviceAccountAllowanceMax).toBe(7);
      const patched = async (body: object) => (await app().request('PATCH', '/v1/organization', { headers, body })).status;
      expect(await patched({ personalAccessTokenTtlDays: limits.ttlDaysMax + 1 })).toBe(400);
      expect(await patched({ personalAccessTokenTtlDays: limits.ttlDaysMax })).toBe(200);
      const named = async (length: number) =>
        (await app().request('POST', '/v1/tokens', { headers, body: { kind: 'personal', name: 'n'.repeat(length) } })).status;
      expect([await named(limits.nameLengthMax), await named(limits.nameLengthMax + 1)]).toEqual([201, 400]);
      const paged = async (limit: number) => (await app().request('GET', `/v1/tokens?limit=${limit}`, { headers })).status;
      expect([await paged(limits.pageItemsMax), await paged(limits.pageItemsMax + 1)]).toEqual([200, 400]);
      const key = async (body: object) =>
        (await app().request('POST', '/v1/api-keys', { headers, body: { name: 'k', role: 'annotator', ...body } })).status;
      const { apiKeyValiditySecondsMin: shortest, apiKeyValiditySecondsMax: longest } = limits;
      for (const validitySeconds of [shortest, longest]) expect(await key({ validitySeconds })).toBe(201);
      for (const validitySeconds of [shortest - 1, longest + 1]) expect(await key({ validitySeconds })).toBe(400);
    });

    it('with areas that the console does not show yet', async () => {
      const { features } = (await ask(await app().signIn())).body;
      expect(features).toEqual({ performance: false, account: false, audit: false, requests: false, jobs: false });
    });
  });

  describe('answers 304', () => {
    it('to a caller who has just that, weakened or among others, and 200 to anybody else', async () => {
      // The HTTP server leaves the body of a 304 out, so this takes a real one.
      const url = `${await app().listen()}/v1/console`;
      const headers = await app().signIn();
      const tag = String((await ask(headers)).headers.etag);
      const asked = async (known: string, others: Record<string, string> = headers) => {
        const answer = await fetch(url, { headers: { ...others, 'if-none-match': known } });
        return `${answer.status} ${answer.headers.get('etag')} ${(await answer.text()).slice(0, 10)}`;
      };
      for (const known of [tag, `W/${tag}`, `"other", ${tag}`, '*']) expect(await asked(known)).toBe(`304 ${tag} `);
      expect(await asked('"other"')).toBe(`200 ${tag} {"version"`);
      expect(await asked(tag, await app().signIn(await app().register('administrator')))).toMatch(/^200 /);
    });
  });

  describe('answers 401', () => {
    it('to a caller without a credential', async () => expect((await ask({})).status).toBe(401));
  });

  describe('answers 403', () => {
    it('to a service account, which has no browser', async () => {
      const { body } = await serviceAccounts(app).create({ name: 'robot', role: 'owner' });
      expect((await ask({ authorization: `Bearer ${body.credential}` })).status).toBe(403);
    });
  });
});
