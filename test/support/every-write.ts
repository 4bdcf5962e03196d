import { everyAccountWrite } from './every-account-write.js';
import { everyGraphQLWrite } from './every-graphql-write.js';
import { everyKeyWrite } from './every-key-write.js';
import { everyTokenWrite } from './every-token-write.js';
import { cookieOf, type Preparation, type Prepare } from './preparation.js';
import { ownerPassword } from './test-app.js';

const newPassword = 'another-long-and-quiet-river';

const onPerson =
  (act: string, before: readonly string[] = [], body?: unknown): Prepare =>
  async (given) => {
    const { id } = await given.person();
    for (const earlier of before) await given.post(`/v1/users/${id}/${earlier}`);
    return { path: `/v1/users/${id}/${act}`, headers: given.owner, body };
  };

const onVerifier =
  (bodyOf: (unique: string) => unknown = () => undefined): Prepare =>
  async (given) => {
    const { verifier } = (await given.post('/v1/verifiers', { name: 'gateway' })).body;
    return { path: `/v1/verifiers/${verifier.id}`, headers: given.owner, body: bodyOf(given.unique) };
  };

const byOwner =
  (path: string, bodyOf: (unique: string) => unknown = () => undefined): Prepare =>
  async (given) => ({ path, headers: given.owner, body: bodyOf(given.unique) });

async function kidOf({ app, owner }: Preparation, wanted: string): Promise<string> {
  const { items } = (await app.request('GET', '/v1/signing-keys', { headers: owner })).body;
  return items.find(({ status }: { status: string }) => status === wanted).kid;
}

/** Every command that a route puts on the bus, by the route; those of one route that differ in what they append stand side by side. */
export const everyWrite: Readonly<Record<string, readonly Prepare[]>> = {
  'POST /api/current-user/reset-token': [
    async (given) => ({ path: '/api/current-user/reset-token', headers: (await given.token('legacy')).session }),
  ],
  'POST /api/jwt/settings': [byOwner('/api/jwt/settings', (unique) => ({ api_token_ttl_days: 100 + Number(unique.slice(1)) }))],
  'POST /api/token': [async (given) => ({ path: '/api/token', headers: cookieOf((await given.person()).session) })],
  'POST /api/token/blacklist': [
    async (given) => {
      const { credential, session } = await given.token('personal');
      return { path: '/api/token/blacklist', headers: session, body: { refresh: credential } };
    },
  ],
  'POST /api/token/rotate': [
    async (given) => {
      const { credential, session } = await given.token('personal');
      return { path: '/api/token/rotate', headers: session, body: { refresh: credential } };
    },
  ],
  'POST /oauth/revoke': [
    async (given) => ({ path: '/oauth/revoke', headers: {}, form: { token: (await given.token('personal')).credential } }),
    async (given) => ({ path: '/oauth/revoke', headers: {}, form: { token: (await given.token('legacy')).credential } }),
  ],
  'POST /user/login': [
    async ({ app }) => ({ path: '/user/login', headers: {}, form: { email: app.owner.email, password: ownerPassword } }),
  ],
  'POST /user/logout': [
    async (given) => ({ path: '/user/logout', headers: cookieOf(await given.session((await given.app.register('manager')).id)) }),
  ],
  'POST /v1/backups': [],
  'PATCH /v1/organization': [
    byOwner('/v1/organization', (unique) => ({
      personalAccessTokenTtlDays: 100 + Number(unique.slice(1)),
      serviceAccountAllowance: 500 + Number(unique.slice(1)),
    })),
  ],
  'POST /v1/password-resets': [
    async (given) => {
      const { link } = (await given.post(`/v1/users/${(await given.app.register('manager')).id}/password-reset`)).body;
      return { path: '/v1/password-resets', headers: {}, body: { secret: link.split('#')[1], newPassword } };
    },
  ],
  'POST /v1/projections/{name}/rebuild': [],
  ...everyAccountWrite,
  'POST /v1/sessions': [
    async ({ app }) => ({ path: '/v1/sessions', headers: {}, body: { email: app.owner.email, password: ownerPassword } }),
  ],
  'DELETE /v1/sessions': [
    async (given) => {
      const { id, session } = await given.person();
      await given.session(id);
      return { path: '/v1/sessions?others=true', headers: cookieOf(session) };
    },
  ],
  'DELETE /v1/sessions/{id}': [
    async (given) => {
      const { id, session } = await given.person();
      return { path: `/v1/sessions/${(await given.session(id)).id}`, headers: cookieOf(session) };
    },
  ],
  'DELETE /v1/sessions/current': [async (given) => ({ path: '/v1/sessions/current', headers: cookieOf((await given.person()).session) })],
  'POST /v1/sessions/current/confirm': [
    async ({ app }) => ({ path: '/v1/sessions/current/confirm', headers: await app.signIn(), body: { password: ownerPassword } }),
  ],
  'POST /v1/signing-keys/{kid}/retire': [
    async (given) => ({ path: `/v1/signing-keys/${await kidOf(given, 'active')}/retire`, headers: given.owner }),
  ],
  'POST /v1/signing-keys/rotate': [
    async (given) => {
      // The key that waits to sign takes the place of one that is retired; without one waiting another is made.
      await given.post(`/v1/signing-keys/${await kidOf(given, 'active')}/retire`);
      return { path: '/v1/signing-keys/rotate', headers: given.owner };
    },
  ],
  ...everyGraphQLWrite,
  ...everyKeyWrite,
  ...everyTokenWrite,
  'POST /v1/users': [
    byOwner('/v1/users', (unique) => ({ email: `${unique}@example.net`, role: 'manager', firstName: 'Ada' })),
    byOwner('/v1/users', (unique) => ({ email: `${unique}@example.net`, role: 'owner', password: newPassword })),
    async (given) => ({
      path: '/v1/users',
      headers: { ...given.owner, 'idempotency-key': given.unique },
      body: { email: `${given.unique}@example.net`, role: 'owner' },
    }),
  ],
  'POST /v1/users/{id}/disable': [
    onPerson('disable'),
    async (given) => ({ path: `/v1/users/${(await given.person('owner')).id}/disable`, headers: given.owner }),
  ],
  'POST /v1/users/{id}/enable': [onPerson('enable', ['disable'])],
  'POST /v1/users/{id}/erase': [
    async (given) => {
      const { id } = await given.app.register('owner');
      await given.app.request('POST', '/v1/tokens', { headers: cookieOf(await given.session(id)), body: { kind: 'legacy' } });
      await given.post(`/v1/users/${id}/disable`);
      return { path: `/v1/users/${id}/erase`, headers: given.owner };
    },
  ],
  'POST /v1/users/{id}/password-reset': [onPerson('password-reset')],
  'DELETE /v1/users/{id}/password-resets/{resetId}': [
    async (given) => {
      const links = `/v1/users/${(await given.person()).id}/password-resets`;
      await given.post(links.slice(0, -1));
      const { items } = (await given.app.request('GET', links, { headers: given.owner })).body;
      return { path: `${links}/${items[0].id}`, headers: given.owner };
    },
  ],
  'POST /v1/users/{id}/revoke-tokens': [onPerson('revoke-tokens')],
  'PUT /v1/users/{id}/role': [
    onPerson('role', [], { role: 'reviewer' }),
    onPerson('role', [], { role: 'owner' }),
    async (given) => ({ path: `/v1/users/${(await given.person('owner')).id}/role`, headers: given.owner, body: { role: 'manager' } }),
  ],
  'POST /user/password': [
    async (given) => {
      const { id } = await given.app.register('manager');
      const form = { currentPassword: ownerPassword, newPassword };
      return { path: '/user/password', headers: cookieOf(await given.session(id)), form };
    },
  ],
  'PUT /v1/users/me/password': [
    async (given) => {
      const { id } = await given.app.register('manager');
      const body = { currentPassword: ownerPassword, newPassword };
      return { path: '/v1/users/me/password', headers: cookieOf(await given.session(id)), body };
    },
  ],
  'POST /v1/verifiers': [
    byOwner('/v1/verifiers', (name) => ({ name })),
    async (given) => ({ path: '/v1/verifiers', headers: { ...given.owner, 'idempotency-key': given.unique }, body: { name: 'gateway' } }),
  ],
  'DELETE /v1/verifiers/{id}': [onVerifier()],
};

/** Routes of another method than GET that decide nothing: they ask, and what they record goes before the answer or on behind it. */
export const appendNothing = [
  'POST /api/token/refresh',
  'POST /oauth/introspect',
  'POST /v1/organization/preview',
  'POST /v1/tokens/identify',
];
