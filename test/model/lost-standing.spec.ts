import { beforeAll, describe, expect, it } from '@jest/globals';
import { DiscoveryService } from '@nestjs/core';
import { CommandBus } from '@nestjs/cqrs';
import type { Access } from '#api/edge/authentication/access';
import { operatorIn } from '#api/edge/authentication/operator';
import { newId } from '#api/edge/ids';
import { type Route, routesOf } from '#api/edge/openapi/routes';
import { CreateServiceAccount } from '#api/features/service-accounts/service-accounts.commands';
import { EventStore } from '#event-store/event-store';
import { TokenValidity } from '#projections/token-validity/token-validity';
import { makeKey } from '../support/api-keys.js';
import { readEverything } from '../support/events.js';
import { runningApp } from '../support/running-app.js';
import type { Answer, Person, TestApp } from '../support/test-app.js';

type Headers = Record<string, string>;
interface Asked {
  readonly path?: string;
  readonly body?: unknown;
}

/** Something that exists, of which each route may make a new use. */
const made = {
  person: async (app: TestApp) => (await app.register('reviewer')).id,
  disabled: async (app: TestApp, rescuer: Headers) => {
    const { id } = await app.register('reviewer');
    expect((await app.request('POST', `/v1/users/${id}/disable`, { headers: rescuer })).status).toBe(200);
    return id;
  },
  account: async (app: TestApp) => {
    const { organizationId } = app.owner;
    const caller = { ...operatorIn(organizationId, app.origin(organizationId)), id: 'operator', kind: 'user' } as never;
    const account = { name: `robot ${newId()}`, role: 'manager' as const, workspaceIds: [], projectIds: [] };
    return (await app.get(CommandBus).execute(new CreateServiceAccount(caller, account))).serviceAccount.id;
  },
  allowanceRequest: async (app: TestApp) => {
    const headers = await app.signIn(await app.register('administrator'));
    const body = { reason: 'two pipelines' };
    return (await app.request('POST', '/v1/service-accounts/allowance-requests', { headers, body })).body.id;
  },
};

/** For every route that grants: a request that grants something, ready to be sent by an owner with a confirmed session. */
const requests: Record<string, (app: TestApp, thief: Headers, rescuer: Headers) => Promise<Asked>> = {
  'POST /api/current-user/reset-token': async () => ({}),
  'GET /api/current-user/token': async () => ({}),
  'POST /api/jwt/settings': async () => ({ body: { api_token_ttl_days: nextTtl() } }),
  'POST /api/token': async () => ({}),
  'POST /api/token/rotate': async (app, headers) => ({
    body: { refresh: (await app.request('POST', '/v1/tokens', { headers, body: { kind: 'personal' } })).body.credential },
  }),
  'PATCH /v1/organization': async () => ({ body: { personalAccessTokenTtlDays: nextTtl() } }),
  'POST /v1/service-accounts': async () => ({ body: { name: newId(), role: 'manager' } }),
  'PATCH /v1/service-accounts/{id}': async (app) => ({
    path: `/v1/service-accounts/${await made.account(app)}`,
    body: { role: 'administrator', projectIds: ['1'] },
  }),
  'POST /v1/service-accounts/{id}/reset-token': async (app) => ({ path: `/v1/service-accounts/${await made.account(app)}/reset-token` }),
  'POST /v1/api-keys': async () => ({ body: { name: 'nightly', role: 'manager', validitySeconds: 3600 } }),
  'PATCH /v1/api-keys/{id}': async (app, headers) => ({
    path: `/v1/api-keys/${(await makeKey(app, { allowedIpCidrs: ['10.0.0.1'] }, headers)).id}`,
    body: { allowedIpCidrs: [] },
  }),
  'POST /v1/api-keys/{id}/rotate': async (app, headers) => ({
    path: `/v1/api-keys/${(await makeKey(app, { role: 'administrator' }, headers)).id}/rotate`,
  }),
  'POST /v1/service-accounts/allowance-requests/{id}/grant': async (app) => ({
    path: `/v1/service-accounts/allowance-requests/${await made.allowanceRequest(app)}/grant`,
    body: { allowance: nextAllowance() },
  }),
  'POST /v1/tokens': async () => ({ body: { kind: 'personal' } }),
  'POST /v1/tokens/{id}/rotate': async (app, headers) => ({
    path: `/v1/tokens/${(await app.request('POST', '/v1/tokens', { headers, body: { kind: 'personal' } })).body.token.id}/rotate`,
  }),
  'POST /v1/tokens/{id}/renew': async (app, headers) => ({ path: `/v1/tokens/${await legacyOf(app, headers)}/renew` }),
  'POST /v1/tokens/{id}/reveal': async (app, headers) => ({ path: `/v1/tokens/${await legacyOf(app, headers)}/reveal` }),
  'POST /v1/users': async () => ({ body: { email: `${newId()}@example.com`, role: 'owner' } }),
  'POST /v1/users/{id}/enable': async (app, _, rescuer) => ({ path: `/v1/users/${await made.disabled(app, rescuer)}/enable` }),
  'POST /v1/users/{id}/erase': async (app, _, rescuer) => ({ path: `/v1/users/${await made.disabled(app, rescuer)}/erase` }),
  'POST /v1/users/{id}/password-reset': async (app) => ({ path: `/v1/users/${await made.person(app)}/password-reset` }),
  'PUT /v1/users/{id}/role': async (app) => ({ path: `/v1/users/${await made.person(app)}/role`, body: { role: 'owner' } }),
  'POST /v1/verifiers': async () => ({ body: { name: newId() } }),
};

/** Work for the operator of the installation grants nobody a right: it is begun at once and recorded when it is done. */
const chores = [
  'POST /v1/backups',
  'POST /v1/projections/{name}/rebuild',
  'POST /v1/signing-keys/rotate',
  'POST /v1/signing-keys/{kid}/retire',
];

/** No session is taken there; what an API key has lost is tested with the other tests of that surface. */
const byKeysAlone = ['POST /_gql', 'POST /graphql'];

/** Any role may do this, because the token is the caller's own. */
const ofAnyRole = ['GET /api/current-user/token', 'POST /v1/tokens/{id}/reveal'];

let ttl = 400;
const nextTtl = () => (ttl += 1);
let allowance = 60;
const nextAllowance = () => (allowance += 1);

async function legacyOf(app: TestApp, headers: Headers): Promise<string> {
  const { body } = await app.request('POST', '/v1/tokens', { headers, body: { kind: 'legacy' } });
  if (body.token) return body.token.id;
  const { items } = (await app.request('GET', '/v1/tokens', { headers })).body;
  return items.find(({ kind }: { kind: string }) => kind === 'legacy').id;
}

describe('An owner who has lost the right between the admission of a request and its decision', () => {
  const app = runningApp();
  let granting: string[];
  let thief: Person;
  let rescuer: Headers;
  beforeAll(async () => {
    const acts: readonly Access['act'][] = ['grant', 'mixed', 'possession'];
    const grants = ({ access }: Route) => !!access && 'act' in access && acts.includes((access as Access).act);
    granting = routesOf(app().get(DiscoveryService))
      .filter(grants)
      .map(({ method, path }) => `${method} ${path}`);
    thief = await app().register('owner');
    rescuer = await app().signIn();
    const body = { legacyTokensEnabled: true, serviceAccountAllowance: 50 };
    expect((await app().request('PATCH', '/v1/organization', { headers: rescuer, body })).status).toBe(200);
  });

  /** The command waits, as it would in the queue of password hashes, until `lose` is done. */
  const losing = async (lose: () => Promise<unknown>, ask: () => Promise<Answer>): Promise<Answer> => {
    const bus = app().get(CommandBus);
    const execute = bus.execute;
    bus.execute = async (command: unknown) => {
      bus.execute = execute;
      await lose();
      return execute.call(bus, command as never) as never;
    };
    try {
      return await ask();
    } finally {
      bus.execute = execute;
    }
  };
  const byThief = async () => {
    const all = await readEverything(app().get(EventStore), null);
    return all.filter(({ actor, type }) => actor.id === thief.id && type !== 'SessionSeen').map(({ type }) => type);
  };
  const change = async (method: string, path: string, body?: unknown) =>
    expect((await app().request(method, path, { headers: await app().signIn(), body })).status).toBe(200);
  const losses: Record<string, { lose: () => Promise<unknown>; restore: () => Promise<unknown> }> = {
    'was disabled': {
      lose: () => change('POST', `/v1/users/${thief.id}/disable`),
      restore: () => change('POST', `/v1/users/${thief.id}/enable`),
    },
    'was made an annotator': {
      lose: () => change('PUT', `/v1/users/${thief.id}/role`, { role: 'annotator' }),
      restore: () => change('PUT', `/v1/users/${thief.id}/role`, { role: 'owner' }),
    },
    'confirmed the password too long ago': {
      lose: async () => app().clock.advance(16 * 60),
      restore: async () => {},
    },
  };

  it('is known on every route that grants', () => {
    expect(granting.filter((route) => ![...Object.keys(requests), ...chores, ...byKeysAlone].includes(route))).toEqual([]);
    expect(Object.keys(requests).filter((route) => !granting.includes(route))).toEqual([]);
  });

  describe.each(Object.keys(losses))('for the owner %s', (loss) => {
    const resting = Object.keys(requests).filter((route) => loss !== 'was made an annotator' || !ofAnyRole.includes(route));
    it.each(resting)('decides nothing by %s, which would else be done', async (route) => {
      const { lose, restore } = losses[loss];
      rescuer = await app().signIn();
      const headers = await app().signIn(thief);
      const { path, body } = await requests[route](app(), headers, rescuer);
      const [method, pattern] = route.split(' ');
      const ask = (session: Headers) => app().request(method, path ?? pattern, { headers: session, body });
      const before = await byThief();
      const refused = await losing(lose, () => ask(headers));
      const after = await byThief();
      await restore();
      const isRefused = refused.status >= 400 && refused.status < 500;
      expect(`${route} ${isRefused} ${refused.text}`).toBe(`${route} true ${refused.text}`);
      expect(refused.text).not.toMatch(/kl_|eyJ|"token"/);
      expect(after).toEqual(before);
      const done = await ask(await app().signIn(thief));
      expect(`${route} ${done.status < 300} ${done.text}`).toBe(`${route} true ${done.text}`);
      for (const { id } of personalTokens()) await app().request('DELETE', `/v1/tokens/${id}`, { headers: rescuer });
    });
  });

  const personalTokens = () => {
    const { tokens } = app().get(TokenValidity);
    const rows = Array.from({ length: tokens.count }, (_, row) => tokens.at(row));
    return rows.filter(({ kind, revoked, ownerId }) => kind === 'personal' && !revoked && ownerId === thief.id);
  };
});
