import { describe, expect, it } from '@jest/globals';
import { CredentialMint } from '#api/edge/authentication/credential-mint';
import { newId } from '#api/edge/ids';
import { checkNames } from '#cli/doctor/name-checks';
import { PersonalData } from '#credentials/personal-data';
import * as Organization from '#domain/organization';
import * as ServiceAccount from '#domain/service-account';
import * as Token from '#domain/token';
import { LogView } from '#event-store/embedded/log-view';
import { EventStore } from '#event-store/event-store';
import { Ledger } from '#event-store/ledger';
import { readEverything } from '../../../support/events.js';
import { expectProblem } from '../../../support/problem.js';
import { runningApp } from '../../../support/running-app.js';

describe('Service accounts from when case and blanks told names apart', () => {
  const app = runningApp();

  /** As it was admitted then: with a digest in which the name stands as it was typed, and nothing that says of which form it is. */
  async function admitAsThen(name: string): Promise<string> {
    const { organizationId } = app().owner;
    const [ledger, origin, id] = [app().get(Ledger), app().origin(organizationId), newId()];
    const sealed = await app().get(PersonalData).sealAll(ServiceAccount.textsOf(id), { name });
    const tokenId = newId();
    const { lookup, kept } = app().get(CredentialMint).opaque('service-account');
    const owner = { kind: 'service-account', ownerKind: 'service-account', ownerId: id, name: null } as const;
    const terms = { at: '2026-01-01T00:00:00.000Z', expiresAt: null, latestExpiry: null, typeEnabled: true };
    await ledger.on(Token.stream(tokenId)).handle({ type: 'IssueToken', ...owner, lookup, kept, ...terms }, origin);
    const account = { ...sealed, organizationId, role: 'annotator', tokenId, workspaceIds: [], projectIds: [] } as const;
    await ledger.on(ServiceAccount.stream(id)).handle({ type: 'CreateServiceAccount', ...account, byRole: 'owner' }, origin);
    const { name: stream, decider } = Organization.stream(organizationId);
    const decide = (): Organization.Event[] => [{ type: 'ServiceAccountAdmitted', serviceAccountId: id, nameDigest: `then: ${name}` }];
    await ledger.on({ name: stream, decider: { ...decider, decide } }).handle({} as never, origin);
    return id;
  }
  const create = async (name: string) =>
    app().request('POST', '/v1/service-accounts', { headers: await app().signIn(), body: { name, role: 'annotator' } });
  const restated = async () =>
    (await readEverything(app().get(EventStore), null)).filter(({ type }) => type === 'ServiceAccountNameRestated');
  const found = () => {
    const view = LogView.ofUsed(app().directory);
    try {
      return checkNames(view);
    } finally {
      view.close();
    }
  };

  it('all stay, two whose names are one are named by doctor, and a third does not join, until both are gone', async () => {
    await app().request('PATCH', '/v1/organization', { headers: await app().signIn(), body: { serviceAccountAllowance: 10 } });
    expect((await create('new')).status).toBe(201);
    const [first, second, other] = [await admitAsThen('Robot 7'), await admitAsThen('robot\u00a07'), await admitAsThen('Else')];
    expect(found()).toMatchObject([{ status: 'ok' }]);
    await app().restart();
    expect((await restated()).map(({ data }) => [data.serviceAccountId, data.nameForm])).toEqual(
      [first, second, other].map((id) => [id, 2]),
    );
    expect(JSON.stringify((await restated()).map(({ data }) => data))).not.toMatch(/robot/i);
    expect(found()).toMatchObject([{ status: 'warn', detail: `Service accounts ${first} and ${second} have the same one.` }]);
    const { items } = (await app().request('GET', '/v1/service-accounts', { headers: await app().signIn() })).body;
    expect(items.map(({ name }: { name: string }) => name).sort()).toEqual(['Else', 'Robot 7', 'new', 'robot\u00a07']);
    for (const name of ['ROBOT 7', 'robot 7', ' Robot  7', 'else', 'NEW']) {
      expectProblem(await create(name), 409, 'service-account/name-taken');
    }
    await app().request('DELETE', `/v1/service-accounts/${first}`, { headers: await app().signIn() });
    expect(found()).toMatchObject([{ status: 'ok' }]);
    expectProblem(await create('robot 7'), 409, 'service-account/name-taken');
    await app().request('DELETE', `/v1/service-accounts/${second}`, { headers: await app().signIn() });
    expect((await create('robot 7')).status).toBe(201);
    await app().restart();
    expect(await restated()).toHaveLength(3);
  });
});
