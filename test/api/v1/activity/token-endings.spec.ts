import { beforeAll, describe, expect, it } from '@jest/globals';
import * as Installation from '#domain/installation';
import { Ledger } from '#event-store/ledger';
import { makeKey } from '../../../support/api-keys.js';
import { runningApp } from '../../../support/running-app.js';
import type { Person } from '../../../support/test-app.js';

const password = 'another-long-and-quiet-river';

describe('GET /v1/activity of a token also tells what ended it where that names none', () => {
  const app = runningApp({ KEYLEDGER_ENABLE_LEGACY_TOKENS: 'true' });
  let owner: { cookie: string };
  let person: Person;
  beforeAll(async () => {
    owner = await app().signIn();
  });

  interface Entry {
    readonly type: string;
    readonly position: string;
    readonly stream: string;
  }
  const entriesOf = async (tokenId: string, query = '', headers: Record<string, string> = owner): Promise<Entry[]> =>
    (await app().request('GET', `/v1/activity?subject=${tokenId}${query}`, { headers })).body.items;
  const typesOf = async (tokenId: string, query = '', headers: Record<string, string> = owner) =>
    (await entriesOf(tokenId, query, headers)).map(({ type }) => type);
  const post = (path: string, headers: Record<string, string> = owner, body?: unknown) => app().request('POST', path, { headers, body });
  const issued = async (kind: 'personal' | 'legacy', headers: Record<string, string>, more: object = {}) => {
    const { body } = await post('/v1/tokens', headers, { kind, ...more });
    return { id: body.token.id as string, credential: body.credential as string };
  };
  const revokeAll = (of = person) => post(`/v1/users/${of.id}/revoke-tokens`);
  const newPerson = async () => {
    person = await app().register('manager');
    return app().signIn(person);
  };

  it('all of a person were revoked: each kind, once, and by the first time alone', async () => {
    const session = await newPerson();
    const [personal, legacy] = [await issued('personal', session), await issued('legacy', session)];
    const key = await makeKey(app(), {}, session);
    await revokeAll();
    await revokeAll();
    const later = await issued('personal', await app().signIn(person));
    const marks = (await entriesOf(person.id, '&type=TokensRevokedBefore')).map(({ position }) => position);
    expect(marks).toHaveLength(2);
    for (const { id } of [personal, legacy, key]) {
      const [newest, ...before] = await entriesOf(id);
      expect([newest.type, newest.position]).toEqual(['TokensRevokedBefore', marks[1]]);
      expect(before.map(({ type }) => type)).toEqual(['TokenIssued']);
    }
    expect(await typesOf(later.id)).toEqual(['TokenIssued']);
  });

  it('and no later one, where the token was over: revoked by itself, or expired', async () => {
    const session = await newPerson();
    const revoked = await issued('personal', session);
    const expired = await issued('personal', session, { expiresAt: new Date(app().clock.nowMs() + 60_000).toISOString() });
    await app().request('DELETE', `/v1/tokens/${revoked.id}`, { headers: session });
    app().clock.advance(61);
    await revokeAll();
    expect(await typesOf(revoked.id)).toEqual(['TokenRevoked', 'TokenIssued']);
    expect(await typesOf(expired.id)).not.toContain('TokensRevokedBefore');
    owner = await app().signIn();
  });

  it('the legacy token that it was made with was renewed, or revoked', async () => {
    for (const [act, type] of [
      ['renew', 'TokenRotated'],
      ['revoke', 'TokenRevoked'],
    ] as const) {
      const session = await newPerson();
      const legacy = await issued('legacy', session);
      const born = await issued('personal', { authorization: `Token ${legacy.credential}` });
      const own = await issued('personal', session);
      await post(`/v1/tokens/${legacy.id}/${act}`, session);
      await post(`/v1/tokens/${legacy.id}/renew`, session);
      expect((await entriesOf(born.id)).slice(0, 2)).toMatchObject([
        { type, stream: `token-${legacy.id}` },
        { type: 'TokenIssued', stream: `token-${born.id}` },
      ]);
      expect(await typesOf(own.id)).toEqual(['TokenIssued']);
    }
  });

  it('the key was retired that signed it, which is the one of its newest credential', async () => {
    const session = await newPerson();
    const kidNow = async () => (await app().request('GET', '/.well-known/jwks.json')).body.keys[0].kid as string;
    const kid = await kidNow();
    const [signed, legacy, key] = [await issued('personal', session), await issued('legacy', session), await makeKey(app(), {}, session)];
    expect((await post(`/v1/signing-keys/${kid}/retire`)).status).toBe(204);
    const next = await issued('personal', session);
    for (const { id } of [signed, key]) expect((await typesOf(id))[0]).toBe('SigningKeyRetired');
    for (const { id } of [next, legacy]) expect(await typesOf(id)).toEqual(['TokenIssued']);
  });

  it('its session ended with a new password, but for the one in which that was chosen; or with its person', async () => {
    const session = await newPerson();
    const idOf = async (headers: { cookie: string }): Promise<string> => {
      const { items } = (await app().request('GET', '/v1/sessions', { headers })).body;
      return items.find(({ current }: { current: boolean }) => current).id;
    };
    const [other, chooser] = [await idOf(await app().signIn(person)), await idOf(session)];
    const body = { currentPassword: person.password, newPassword: password };
    expect((await app().request('PUT', '/v1/users/me/password', { headers: session, body })).status).toBe(204);
    expect((await typesOf(other)).slice(0, 2)).toEqual(['TokenRevoked', 'PasswordSet']);
    expect(await typesOf(chooser)).not.toContain('PasswordSet');
    await post(`/v1/users/${person.id}/disable`);
    expect((await typesOf(chooser))[0]).toBe('UserDisabled');
    expect(await typesOf(other)).not.toContain('UserDisabled');
  });

  it('a restore was declared: also for a service account, whose reset begins anew', async () => {
    const session = await newPerson();
    const personal = await issued('personal', session);
    const { serviceAccount } = (await post('/v1/service-accounts', owner, { name: 'robot', role: 'manager' })).body;
    const { items } = (await app().request('GET', `/v1/tokens?ownerId=${serviceAccount.id}`, { headers: owner })).body;
    const restore = { type: 'DeclareRestore', endedAt: '1', hadReached: '2' } as const;
    await app().get(Ledger).on(Installation.stream()).handle(restore, app().origin(null));
    owner = await app().signIn();
    expect((await typesOf(personal.id))[0]).toBe('RestoreDeclared');
    await post(`/v1/service-accounts/${serviceAccount.id}/reset-token`);
    expect((await typesOf(items[0].id)).slice(0, 2)).toEqual(['TokenRotated', 'RestoreDeclared']);
    expect(await typesOf(personal.id, '', await app().signIn(person))).toEqual(['TokenIssued']);
  });

  it('with every filter, on every page, once, as CSV, and to the person whose token it was', async () => {
    const session = await newPerson();
    const { id } = await issued('personal', session);
    await revokeAll();
    const own = await app().signIn(person);
    expect(await typesOf(id, '', own)).toEqual(['TokensRevokedBefore', 'TokenIssued']);
    expect(await typesOf(id, '', await app().signIn(await app().register('manager')))).toEqual([]);
    const [mark, issue] = await entriesOf(id);
    expect(await typesOf(id, '&type=TokensRevokedBefore')).toEqual(['TokensRevokedBefore']);
    expect(await typesOf(id, '&type=TokenIssued&type=TokensRevokedBefore')).toHaveLength(2);
    expect(await typesOf(id, `&actor=${app().owner.id}`)).toEqual(['TokensRevokedBefore']);
    expect(await typesOf(id, `&actor=${person.id}`)).toEqual(['TokenIssued']);
    expect(await typesOf(id, '&to=2001-01-01T00:00:00Z')).toEqual([]);
    const first = (await app().request('GET', `/v1/activity?subject=${id}&limit=1`, { headers: owner })).body;
    const second = (await app().request('GET', `/v1/activity?subject=${id}&limit=1&cursor=${first.nextCursor}`, { headers: owner })).body;
    expect([first.items, second.items, second.nextCursor]).toEqual([[mark], [issue], null]);
    const csv = (await app().request('GET', `/v1/activity?subject=${id}&format=csv`, { headers: owner })).text;
    expect(csv.split('\r\n')).toHaveLength(4);
  });

  it('and nothing of another organization’s token', async () => {
    const other = await app().secondOrganization();
    const { tokenId } = await app().tokensOf(other.owner);
    await app().request('POST', `/v1/users/${other.owner.id}/revoke-tokens`, { headers: await app().signIn(other.owner) });
    const restore = { type: 'DeclareRestore', endedAt: '3', hadReached: '4' } as const;
    await app().get(Ledger).on(Installation.stream()).handle(restore, app().origin(null));
    owner = await app().signIn();
    expect(await typesOf(tokenId)).toEqual([]);
  });
});
