import { beforeAll, describe, expect, it } from '@jest/globals';
import { EventStore } from '#event-store/event-store';
import { readEverything } from '../support/events.js';
import { runningApp } from '../support/running-app.js';
import type { Person } from '../support/test-app.js';

describe('Names in the activity log', () => {
  const app = runningApp();
  let alice: Person;
  let accountId: string;
  let tokenId: string;
  beforeAll(async () => {
    alice = await app().register('annotator');
    const headers = await app().signIn();
    const account = { name: 'exporter', role: 'reviewer' };
    accountId = (await app().request('POST', '/v1/service-accounts', { headers, body: account })).body.serviceAccount.id;
    const body = { kind: 'personal', name: 'laptop' };
    tokenId = (await app().request('POST', '/v1/tokens', { headers: await app().signIn(alice), body })).body.token.id;
    await app().request('DELETE', `/v1/tokens/${tokenId}`, { headers });
  });

  const list = async (query: string, person: Person = app().owner) => {
    const answer = await app().request('GET', `/v1/activity?limit=200&${query}`, { headers: await app().signIn(person) });
    expect(answer.status).toBe(200);
    return answer;
  };

  it('are added for those who oversee the organization, auditors included, where they ask for them', async () => {
    for (const overseer of [app().owner, await app().register('administrator'), await app().register('auditor')]) {
      const [revoked] = (await list(`type=TokenRevoked&subject=${alice.id}&expand=names`, overseer)).body.items;
      expect(revoked.names).toMatchObject({
        [app().owner.id]: { kind: 'user', name: null, email: app().owner.email },
        [tokenId]: { kind: 'token', name: 'laptop', tokenKind: 'personal', ownerId: alice.id },
        [alice.id]: { kind: 'user', name: null, email: alice.email },
      });
      const [created] = (await list(`type=ServiceAccountCreated&subject=${accountId}&expand=names`, overseer)).body.items;
      expect(created.names[accountId]).toEqual({ kind: 'service-account', name: 'exporter' });
      const [issued] = (await list(`type=TokenIssued&subject=${tokenId}&expand=names`, overseer)).body.items;
      expect(issued.names[alice.id]).toEqual({ kind: 'user', name: null, email: alice.email });
    }
  });

  it('are not added where nobody asks', async () => {
    expect((await list(`subject=${alice.id}`)).text).not.toContain('names');
  });

  it('are their own alone for everybody else, who sees no others in lists', async () => {
    const { body, text } = await list('expand=names', alice);
    const revoked = body.items.find(({ type }: { type: string }) => type === 'TokenRevoked');
    expect(revoked.names).toEqual({
      [tokenId]: { kind: 'token', name: 'laptop', tokenKind: 'personal', ownerId: alice.id },
      [alice.id]: { kind: 'user', name: null, email: alice.email },
    });
    expect(text).toContain(alice.email);
    expect(text).not.toContain(app().owner.email);
  });

  it('of people of another organization are not told, whatever is shown of what they did', async () => {
    const second = await app().secondOrganization();
    const { items } = (await app().request('GET', '/v1/signing-keys', { headers: await app().signIn() })).body;
    const { kid } = items.find(({ status }: { status: string }) => status === 'active');
    await app().request('POST', `/v1/signing-keys/${kid}/retire`, { headers: await app().signIn() });
    const { body, text } = await list('type=SigningKeyRetired&expand=names', second.owner);
    expect(body.items[0].actor.id).toBe(app().owner.id);
    expect(body.items[0].names).toEqual({});
    expect(text).not.toContain(app().owner.email);
  });

  it('go into no record, which says of an export that they were given', async () => {
    await list(`subject=${alice.id}&expand=names&export=true`);
    const events = await readEverything(app().get(EventStore), null);
    const [exported] = events.filter(({ type }) => type === 'ActivityExported').slice(-1);
    expect(exported.data).toMatchObject({ filter: { subject: alice.id }, opened: true });
    for (const name of ['laptop', 'exporter', alice.email, app().owner.email])
      expect(JSON.stringify(events.map(({ data }) => data))).not.toContain(name);
  });

  it('are gone once a person is erased', async () => {
    const erased = await app().register('annotator');
    const headers = await app().signIn();
    for (const act of ['disable', 'erase']) await app().request('POST', `/v1/users/${erased.id}/${act}`, { headers });
    const { body, text } = await list(`subject=${erased.id}&expand=names`);
    expect(body.items[0].names[erased.id]).toEqual({ kind: 'user', name: null, email: null });
    expect(text).not.toContain(erased.email);
  });
});
