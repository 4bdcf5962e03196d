import { beforeAll, describe, expect, it } from '@jest/globals';
import { ProjectionRunner } from '#projections/read-models/feed/projection-runner';
import { runningApp } from '../../../../support/running-app.js';

describe('While the read models are behind, a command answers from what it decided and from the index', () => {
  const app = runningApp({ KEYLEDGER_ENABLE_LEGACY_TOKENS: 'true' });
  let session: { cookie: string };
  let personal: { personal: string; access: string; tokenId: string };
  let manager: string;
  beforeAll(async () => {
    personal = await app().tokensOf();
    manager = (await app().register('manager')).id;
    session = await app().signIn();
    await app().request('PATCH', '/v1/organization', { headers: session, body: { serviceAccountAllowance: 10 } });
    await app().get(ProjectionRunner).stop();
  });
  const send = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    app().request(method, path, { headers: { ...session, ...headers }, body });
  const isGood = async (authorization: string) => (await app().request('GET', '/v1/auth', { headers: { authorization } })).status === 200;

  it('POST /api/token/rotate shows the token that took the place of the old one', async () => {
    const rotated = await send('POST', '/api/token/rotate', { refresh: personal.personal });
    expect(rotated.status).toBe(200);
    expect(await isGood(`Bearer ${await app().exchange(rotated.body.refresh)}`)).toBe(true);
  });

  it('POST /v1/tokens/{id}/rotate shows it too, with the name that was given to it', async () => {
    const { token } = (await send('POST', '/v1/tokens', { kind: 'personal', name: 'laptop' })).body;
    const rotated = await send('POST', `/v1/tokens/${token.id}/rotate`);
    expect(rotated.body.token).toEqual({ ...token, generation: 2, expiresAt: rotated.body.token.expiresAt });
    expect(await isGood(`Bearer ${await app().exchange(rotated.body.credential)}`)).toBe(true);
  });

  it.each([
    ['without a key of idempotency', {}],
    ['with one', { 'idempotency-key': 'one' }],
  ])('POST /v1/service-accounts shows the credential, %s', async (name, headers) => {
    const created = await send('POST', '/v1/service-accounts', { name, role: 'manager' }, headers as Record<string, string>);
    expect(created.status).toBe(201);
    expect(created.body.serviceAccount).toMatchObject({ name, role: 'manager', createdAt: expect.stringMatching(/Z$/) });
    expect(await isGood(`Token ${created.body.credential}`)).toBe(true);
    const changed = await send('PATCH', `/v1/service-accounts/${created.body.serviceAccount.id}`, { role: 'reviewer' });
    expect(changed.body).toEqual({ ...created.body.serviceAccount, role: 'reviewer' });
    expect(changed.headers.etag).toMatch(/^"/);
  });

  it('POST /v1/users answers with the person', async () => {
    const created = await send('POST', '/v1/users', { email: 'Ada@Example.com', role: 'owner', firstName: 'Ada' });
    expect(created.status).toBe(201);
    expect(created.body).toMatchObject({ email: 'ada@example.com', firstName: 'Ada', lastName: null, role: 'owner', disabled: false });
    expect((await send('GET', `/v1/users/${created.body.id}`)).body).toEqual(created.body);
  });

  it.each([
    ['disable', { disabled: true }],
    ['enable', { disabled: false }],
    ['revoke-tokens', { disabled: false }],
    ['disable', { disabled: true }],
    ['erase', { disabled: true, email: null }],
  ])('POST /v1/users/{id}/%s answers with the person as they are now', async (act, expected) => {
    const answer = await send('POST', `/v1/users/${manager}/${act}`);
    expect([answer.status, answer.body]).toMatchObject([200, { id: manager, role: 'manager', ...expected }]);
  });

  it('only what a read model has to be asked for is refused, and then nothing was done', async () => {
    const before = app().appends();
    const refused = await send('POST', '/api/token');
    expect([refused.status, refused.headers['retry-after'], app().appends()]).toEqual([503, '1', before]);
  });
});
