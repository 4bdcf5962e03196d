import { beforeAll, describe, expect, it } from '@jest/globals';
import { DiscoveryService } from '@nestjs/core';
import type { Access } from '#api/edge/authentication/access';
import { Dialects } from '#api/edge/http/dialects';
import { type Route, routesOf } from '#api/edge/openapi/routes';
import { type Role, roles } from '#domain/role';
import type { Kind } from '#domain/token';
import { makeKey } from '../../../support/api-keys.js';
import { runningApp } from '../../../support/running-app.js';
import type { Answer, Person } from '../../../support/test-app.js';

const noBody = '00000000-0000-4000-8000-000000000000';
const deniedTexts = ['permission/denied', 'You do not have permission to perform this action.'];
const confirmationTexts = [
  'permission/confirmation-required',
  'Only a session whose password was checked in the last 15 minutes may do this.',
];

/** What a route asks for before it looks for what is named. */
const validBodies: Readonly<Record<string, object>> = {
  'PUT /v1/users/{id}/role': { role: 'manager' },
  'PATCH /v1/service-accounts/{id}': {},
  'PATCH /v1/tokens/{id}': { name: 'desk' },
  'POST /v1/service-accounts/allowance-requests/{id}/grant': { allowance: 2 },
};

const saysOneOf = ({ status, body }: Answer, texts: readonly string[]) => status === 403 && texts.includes(body?.code ?? body?.detail);
/** These routes never end, or end as soon as they are called, so the loop over all routes leaves them out. */
const isPlain = ({ path }: Route) => !path.includes('/docs') && path !== '/openapi.json';

describe('Every route', () => {
  const app = runningApp();
  let routes: Route[];
  const people = new Map<Role, Person>();
  let robot: string;
  beforeAll(async () => {
    routes = routesOf(app().get(DiscoveryService)).filter(isPlain);
    for (const role of roles) people.set(role, await app().register(role));
    const body = { name: 'robot', role: 'owner' };
    robot = (await app().request('POST', '/v1/service-accounts', { headers: await app().signIn(), body })).body.credential;
  });

  const call = ({ method, path }: Route, headers: Record<string, string> = {}) =>
    app().request(method, path.replace(/\{\w+\}/g, noBody), { headers });
  const guarded = () => routes.filter((route): route is Route & { access: Access } => !!route.access && 'roles' in route.access);
  /** Some surfaces take no credential but their own, whoever's it is. */
  const taking = (kind: Kind) => guarded().filter(({ path }) => app().get(Dialects).at(path).takes?.(kind) ?? true);

  it('declares who may call it', () => {
    expect(routes.filter(({ access }) => access === undefined).map(({ method, path }) => `${method} ${path}`)).toEqual([]);
    expect(guarded().length).toBeGreaterThan(30);
  });

  it('that is not public refuses anyone who has no credential, or one that is none (SR-21)', async () => {
    for (const route of guarded()) {
      for (const headers of [
        {},
        { authorization: 'Bearer x.y.z' },
        { authorization: `Token ${'a'.repeat(40)}` },
        { cookie: 'keyledger_session=kl_se_x' },
      ]) {
        expect(`${route.method} ${route.path} ${(await call(route, headers as Record<string, string>)).status}`).toBe(
          `${route.method} ${route.path} 401`,
        );
      }
    }
  });

  it.each(roles)('admits a person who is %s exactly if it says so', async (role) => {
    for (const route of taking('session')) {
      if (route.path === '/v1/auth') continue;
      const answer = await call(route, await app().signIn(people.get(role)));
      expect(`${route.method} ${route.path} denied: ${saysOneOf(answer, deniedTexts)}`).toBe(
        `${route.method} ${route.path} denied: ${!route.access.roles.includes(role)}`,
      );
      expect(answer.status).not.toBe(401);
      expect(answer.status).toBeLessThan(500);
    }
  });

  it('admits a service account of an owner exactly if it is not for people or sessions, and never to what grants rights', async () => {
    for (const route of taking('service-account')) {
      const { usersOnly = false, sessionOnly = false, act } = route.access;
      const answer = await call(route, { authorization: `Token ${robot}` });
      const name = `${route.method} ${route.path}`;
      expect(answer.status).not.toBe(401);
      expect(answer.status).toBeLessThan(500);
      if (usersOnly || sessionOnly) expect(`${name} ${saysOneOf(answer, deniedTexts)}`).toBe(`${name} true`);
      else if (act === 'grant') expect(`${name} ${saysOneOf(answer, confirmationTexts)}`).toBe(`${name} true`);
    }
  });

  it('that grants rights refuses an access token of an owner, and admits what revokes them (SR-38)', async () => {
    const { access } = await app().tokensOf();
    for (const route of guarded()) {
      const answer = await call(route, { authorization: `Bearer ${access}` });
      const name = `${route.method} ${route.path} ${answer.status}`;
      if (route.access.sessionOnly) expect(`${name} ${saysOneOf(answer, deniedTexts)}`).toBe(`${name} true`);
      else
        expect(`${name} ${saysOneOf(answer, confirmationTexts)}`).toBe(
          `${name} ${saysOneOf(answer, confirmationTexts) && route.access.act !== 'read'}`,
        );
      const isForTokens = !route.access.sessionOnly;
      if (isForTokens && route.access.act === 'grant') expect(`${name} ${saysOneOf(answer, confirmationTexts)}`).toBe(`${name} true`);
    }
  });

  it('that names something refuses the owner of another organization as if nothing were there (SR-35)', async () => {
    const { owner } = await app().secondOrganization();
    const { tokenId } = await app().tokensOf();
    const [account] = (await app().request('GET', '/v1/service-accounts', { headers: await app().signIn() })).body.items;
    const { id: keyId } = await makeKey(app());
    const idOf = (path: string) => {
      if (path.includes('tokens')) return tokenId;
      if (path.includes('api-keys')) return keyId;
      return path.includes('service-accounts') ? account.id : (people.get('manager') as Person).id;
    };
    const headers = await app().signIn(owner);
    for (const { method, path } of guarded().filter((route) => route.path.includes('{id}') && !route.path.includes('sessions'))) {
      const body = validBodies[`${method} ${path}`];
      const answer = await app().request(method, path.replace('{id}', idOf(path)), { headers, body });
      expect(`${method} ${path} ${answer.status}`).toBe(`${method} ${path} 404`);
    }
  });
});
