import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { DiscoveryService } from '@nestjs/core';
import { QueryBus } from '@nestjs/cqrs';
import { newId } from '#api/edge/ids';
import { routesOf } from '#api/edge/openapi/routes';
import { ActivityRecorder } from '#api/features/activity/activity-recorder';
import { legacyTokenId } from '#api/features/tokens/legacy-token-id';
import { Reconciler } from '#api/reconciliation/reconciler';
import { SecretVault } from '#credentials/secret-vault';
import { type SecretRow, Vault } from '#credentials/vault';
import * as Token from '#domain/token';
import * as User from '#domain/user';
import { EventStore, NO_STREAM, StoreUnavailable } from '#event-store/event-store';
import { TokenValidity } from '#projections/token-validity/token-validity';
import { draft, readEverything } from '../../../support/events.js';
import { appendNothing, everyWrite } from '../../../support/every-write.js';
import { everythingBesideFails, failAfterAppends } from '../../../support/everything-beside-fails.js';
import { ended } from '../../../support/operation.js';
import { Preparation, type Ready } from '../../../support/preparation.js';
import { runningApp } from '../../../support/running-app.js';
import type { Answer, TestApp } from '../../../support/test-app.js';

/** What an answer is made of, whatever it says. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (value === null || typeof value !== 'object') return value === null ? null : typeof value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, shapeOf(member)]));
}
const told = ({ status, headers, body, text }: Answer) => ({
  status,
  body: body === undefined ? text.length > 0 : shapeOf(body),
  headers: Object.keys(headers)
    .filter((name) => name !== 'content-length')
    .sort(),
});

describe('Once the append that decides a command is there, nothing fails the command', () => {
  const app = runningApp({ KEYLEDGER_ENABLE_LEGACY_TOKENS: 'true', KEYLEDGER_SERVICE_ACCOUNT_ALLOWANCE_MAX: '10000' });
  let given: Preparation;
  beforeAll(async () => {
    given = new Preparation(app(), await app().signIn());
    await app().request('PATCH', '/v1/organization', { headers: given.owner, body: { serviceAccountAllowance: 1000 } });
  });
  const send = (route: string, { path, ...sent }: Ready) => app().request(route.split(' ')[0], path, sent);

  it('the table below has every route that writes', () => {
    const routes = routesOf(app().get(DiscoveryService)).filter(({ method }) => method !== 'GET');
    const names = routes.map(({ method, path }) => `${method} ${path}`);
    expect([...Object.keys(everyWrite), ...appendNothing].sort()).toEqual(names.sort());
  });

  const cases = Object.entries(everyWrite).flatMap(([route, each]) =>
    each.map((prepare, n) => [`${route} (${n + 1})`, route, prepare] as const),
  );
  it.each(cases)('%s answers the same, whatever fails after whichever append', async (_name, route, prepare) => {
    const queries = app().get(QueryBus);
    const ready = await prepare(given);
    let appends = 0;
    app().store.onAppended = () => (appends += 1);
    const expected = told(await send(route, ready));
    app().store.onAppended = () => {};
    expect(expected.status).toBeLessThan(400);
    expect(appends).toBeGreaterThan(0);
    for (let survived = 1; survived <= appends; survived += 1) {
      const again = await prepare(given);
      const lift = failAfterAppends(app(), survived);
      const asked: unknown[] = [];
      const subscription = queries.subscribe((query) => asked.push(query));
      const answer = told(await send(route, again));
      subscription.unsubscribe();
      lift();
      expect({ survived, ...answer }).toEqual({ survived, ...expected });
      expect(asked).toEqual([]);
    }
  });

  it('and what was left is done later: nothing is kept that nothing needs', async () => {
    expect((await unneededSecrets(app())).length).toBeGreaterThan(0);
    for (let rounds = 0; rounds < 3; rounds += 1) {
      await app().get(Reconciler).reconcile();
      app().clock.advance(601);
    }
    expect(await unneededSecrets(app())).toEqual([]);
    expect(await unfinishedErasures(app())).toEqual([]);
    // Everybody who could sign in still can.
    await app().signIn();
  });
});

describe('What is recorded before it is shown', () => {
  const app = runningApp({ KEYLEDGER_ENABLE_LEGACY_TOKENS: 'true' });
  const routes = ['GET /api/current-user/token', 'POST /v1/tokens/{id}/reveal'];

  it.each(routes)('%s shows nothing when it cannot be recorded, and the same token when it can', async (route) => {
    const given = new Preparation(app(), await app().signIn());
    const { organizationId } = app().owner;
    const { id } = await given.person();
    const headers = { cookie: (await given.session(id)).cookie };
    const path = route.split(' ')[1].replace('{id}', legacyTokenId(organizationId, id));
    const reveal = () => app().request(route.split(' ')[0], path, { headers });
    const lift = everythingBesideFails(app());
    const refused = await reveal();
    lift();
    expect([refused.status, refused.text.includes('credential')]).toEqual([503, false]);
    const [first, second] = [await reveal(), await reveal()];
    const shown = first.body.token.id ? first.body.credential : first.body.token;
    expect([first.status, shown, second.body]).toEqual([200, expect.stringMatching(/^[0-9a-f]{40}$/), first.body]);
    const revealed = (await readEverything(app().get(EventStore), null)).filter(({ type }) => type === 'LegacyTokenRevealed');
    expect(revealed.filter(({ data }) => data.tokenId === legacyTokenId(organizationId, id))).toHaveLength(2);
  });

  it.each(routes)('%s shows it, whatever else fails after its first append', async (route) => {
    const given = new Preparation(app(), await app().signIn());
    const { id } = await given.person();
    const headers = { cookie: (await given.session(id)).cookie };
    const path = route.split(' ')[1].replace('{id}', legacyTokenId(app().owner.organizationId, id));
    const lift = failAfterAppends(app(), 1, { andActivity: false });
    const shown = await app().request(route.split(' ')[0], path, { headers });
    lift();
    expect(shown.status).toBe(200);
  });
});

describe('Long work that is done', () => {
  const app = runningApp();

  it.each([
    ['/v1/backups', 'BackupMade'],
    ['/v1/projections/user-directory/rebuild', 'ReadModelRebuilt'],
  ])('%s is said to be done although it cannot be recorded, and is recorded later', async (path, type) => {
    const headers = await app().signIn();
    const failing = jest.spyOn(app().get(ActivityRecorder), 'record').mockRejectedValue(new StoreUnavailable('No room.'));
    const { body } = await app().request('POST', path, { headers });
    expect((await ended(app(), headers, body.id)).state).toBe('done');
    failing.mockRestore();
    await app().get(Reconciler).reconcile();
    expect((await readEverything(app().get(EventStore), null)).filter((event) => event.type === type)).toHaveLength(1);
  });
});

describe('What a killed process left undone', () => {
  const app = runningApp({ KEYLEDGER_ENABLE_LEGACY_TOKENS: 'true' });

  it('is done by the next one, and never on a row that is about to be named', async () => {
    const given = new Preparation(app(), await app().signIn());
    const [renewed, erased] = [await given.token('legacy'), await app().register('manager')];
    await given.post(`/v1/users/${erased.id}/disable`);
    const lift = failAfterAppends(app(), 1);
    expect((await app().request('POST', `/v1/tokens/${renewed.id}/renew`, { headers: renewed.session })).status).toBe(200);
    expect((await given.post(`/v1/users/${erased.id}/erase`)).body).toMatchObject({ id: erased.id, email: null });
    lift();
    expect(await unneededSecrets(app())).toHaveLength(2);
    expect(await unfinishedErasures(app())).toEqual([erased.id]);
    await app().restart();
    app().clock.stop();
    const aboutToBeNamed = await app().get(SecretVault).keep('password-hash', 'a hash');
    expect(await unneededSecrets(app())).toHaveLength(2);
    expect(await unfinishedErasures(app())).toEqual([]);
    await app().get(Reconciler).reconcile();
    app().clock.advance(599);
    await app().get(Reconciler).reconcile();
    expect(await unneededSecrets(app())).toHaveLength(2);
    app().clock.advance(2);
    await app().get(Reconciler).reconcile();
    expect(await unneededSecrets(app())).toEqual([]);
    expect(await app().get(Vault).secret(aboutToBeNamed)).toBeUndefined();
  });

  it('keeps a row that is named by an event which this program does not know, or that is kept for what it does not know', async () => {
    const kept = await app().get(SecretVault).keep('password-hash', 'a hash of tomorrow');
    const tomorrow = { ...draft({ newKindOfSecret: { row: kept } }), type: 'PasskeyRegistered' };
    await app().get(EventStore).append(`user-${app().owner.id}-passkeys`, NO_STREAM, [tomorrow]);
    const row = (await app().get(Vault).secret(kept)) as SecretRow;
    await app()
      .get(Vault)
      .putSecret({ ...row, id: newId(), purpose: 'passkey' });
    const before = await app().get(Vault).secretNames('', 1000);
    for (let rounds = 0; rounds < 3; rounds += 1) {
      app().clock.advance(3601);
      await app().get(Reconciler).reconcile();
    }
    expect(await app().get(Vault).secretNames('', 1000)).toEqual(before);
  });
});

/** Rows of the vault that no event needs, derived from the whole log by the rules of the product and none of its code. */
async function unneededSecrets(app: TestApp): Promise<string[]> {
  const [needed, all] = [await neededSecrets(app), (await app.get(Vault).secretNames('', 10_000)).map(({ id }) => id)];
  // No needed row is missing, whatever else was deleted.
  expect([...needed].filter((id) => !all.includes(id))).toEqual([]);
  return all.filter((id) => !needed.has(id));
}

async function neededSecrets(app: TestApp): Promise<Set<string>> {
  const needed = new Map<string, unknown>();
  for (const { type, stream, data } of await readEverything(app.get(EventStore), null)) {
    if (type === 'PasswordSet') needed.set(stream, data.passwordId);
    if (type === 'TokenIssued' || type === 'TokenRotated') needed.set(stream, (data.kept as Token.Kept).vaultId);
    if (type === 'SigningKeyPublished') needed.set(`key ${data.kid}`, data.vaultId);
    if (type === 'SigningKeyRetired') needed.delete(`key ${data.kid}`);
    if (type === 'PersonalDataErased') {
      needed.delete(stream);
      needed.delete(Token.stream(legacyTokenId(app.owner.organizationId, stream.slice('user-'.length))).name);
    }
    if (type === 'TokenRevoked') needed.delete(stream);
  }
  return new Set([...needed.values()].filter((id) => id !== undefined) as string[]);
}

async function unfinishedErasures(app: TestApp): Promise<string[]> {
  const erased = [...app.get(TokenValidity).principals.users.values()].filter(({ status }) => status === 'erased');
  const keys = await Promise.all(erased.map(({ id }) => app.get(Vault).dataKey(User.subjectOf(id))));
  return erased.filter((_user, n) => keys[n] !== 'erased').map(({ id }) => id);
}
