import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, jest } from '@jest/globals';
import { CredentialMint } from '#api/edge/authentication/credential-mint';
import { newId } from '#api/edge/ids';
import * as Token from '#domain/token';
import type { Position, Recorded } from '#event-store/envelope';
import { EventStore } from '#event-store/event-store';
import { Ledger } from '#event-store/ledger';
import { TokenDirectory } from '#projections/read-models/models/token-directory';
import { TokenValidity } from '#projections/token-validity/token-validity';
import { JobRunner } from '#worker/jobs/job-runner';
import { TokensHit, tokensPerPart } from '#worker/jobs/tokens-hit';
import { readEverything } from '../support/events.js';
import { eventually } from '../support/eventually.js';
import { recordDue } from '../support/record-due.js';
import { runningApp } from '../support/running-app.js';
import type { Person, TestApp } from '../support/test-app.js';

interface Written {
  readonly type: string;
  readonly tokens: number | readonly string[];
}

/** The recorded cascades that hit one owner, by the stream of each cause, in the order of the causes. */
async function cascadesOf(app: TestApp, ownerId: string, after: Position | null = null): Promise<Written[][]> {
  const log = (await readEverything(app.get(EventStore), after)).filter(({ stream }) => stream.startsWith('cascade-'));
  const streams = new Map<string, Written[]>();
  for (const { stream, type, data } of log.filter(({ data }) => data.ownerId === ownerId)) {
    const tokens = (data.tokenIds ?? data.tokens) as Written['tokens'];
    streams.set(stream, [...(streams.get(stream) ?? []), { type, tokens }]);
  }
  return [...streams.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, written]) => written);
}
const completed = (cascades: readonly Written[][]) => cascades.filter((written) => written.at(-1)?.type === 'CascadeCompleted');
const idsIn = (written: readonly Written[]) => written.flatMap(({ tokens }) => (typeof tokens === 'number' ? [] : tokens));

async function act(app: TestApp, person: Person, ...actions: string[]): Promise<void> {
  const headers = await app.signIn();
  for (const action of actions) {
    const { status } = await app.request('POST', `/v1/users/${person.id}/${action}`, { headers });
    expect(`${action} ${status}`).toBe(`${action} 200`);
  }
}

describe('What a cause does to tokens', () => {
  const app = runningApp({ KEYLEDGER_ENABLE_LEGACY_TOKENS: 'true' });
  const recorded = async (person: Person, causes: number): Promise<Written[][]> => {
    await eventually(async () => expect(completed(await cascadesOf(app(), person.id))).toHaveLength(causes));
    return cascadesOf(app(), person.id);
  };
  const personal = async (person: Person) => {
    const { tokenId } = await app().tokensOf(person);
    return tokenId;
  };

  it('is recorded on a stream of its own: disabled, enabled, disabled and erased; sessions, which end for ever, are in none', async () => {
    const person = await app().register('manager');
    for (let i = 0; i < 3; i += 1) await personal(person);
    await act(app(), person, 'disable', 'enable', 'disable', 'erase');
    const cascades = await recorded(person, 4);
    expect(cascades.map((written) => written.map(({ type }) => type))).toEqual(
      ['TokensSuspended', 'TokensResumed', 'TokensSuspended', 'TokensRevoked'].map((type) => [type, 'CascadeCompleted']),
    );
    for (const written of cascades) {
      expect(new Set(idsIn(written)).size).toBe(3);
      expect(written.at(-1)?.tokens).toBe(3);
    }
  });

  it('is recorded for a deleted service account', async () => {
    const headers = await app().signIn();
    const body = { name: 'robot', role: 'manager' };
    const { serviceAccount } = (await app().request('POST', '/v1/service-accounts', { headers, body })).body;
    await app().request('DELETE', `/v1/service-accounts/${serviceAccount.id}`, { headers });
    const [written] = await recorded(serviceAccount, 1);
    expect(written.map(({ type, tokens }) => [type, [tokens].flat().length])).toEqual([
      ['TokensRevoked', 1],
      ['CascadeCompleted', 1],
    ]);
  });

  it('names its cause, and takes no part in any refusal', async () => {
    const person = await app().register('manager');
    const { access } = await app().tokensOf(person);
    await act(app(), person, 'disable');
    expect((await app().request('GET', '/v1/auth', { headers: { authorization: `Bearer ${access}` } })).status).toBe(401);
    await recorded(person, 1);
    const log = await readEverything(app().get(EventStore), null);
    const cause = log.find(({ type, stream }) => type === 'UserDisabled' && stream === `user-${person.id}`);
    const of = log.filter(({ causationId }) => causationId === cause?.id);
    expect(of.map(({ stream }) => stream)).toEqual([`cascade-${cause?.id}`, `cascade-${cause?.id}`]);
  });

  it('is not looked for once more when it is recorded, as while the deadlines are made again', async () => {
    const person = await app().register('manager');
    await personal(person);
    await act(app(), person, 'disable');
    await recorded(person, 1);
    const cause = (await app().get(EventStore).readStream(`user-${person.id}`)).find(({ type }) => type === 'UserDisabled') as Recorded;
    const hit = { by: jest.fn() };
    const runner = new JobRunner(
      app().get(EventStore),
      app().get(Ledger),
      app().get(TokenValidity),
      hit as never,
      {} as never,
      app().clock,
    );
    await runner.run({ id: `cascade ${cause.id}`, kind: 'cascade', subject: cause.stream });
    expect(hit.by).not.toHaveBeenCalled();
  });

  it('is what was good then: not what had been revoked or had expired, yet all that was revoked, rotated or renewed since', async () => {
    const person = await app().register('manager');
    const session = await app().signIn(person);
    const issue = async (more: object) => (await app().request('POST', '/v1/tokens', { headers: session, body: more })).body.token.id;
    const [kept, rotated, revokedSince] = [await personal(person), await personal(person), await personal(person)];
    const [revoked, voided] = [await personal(person), await personal(person)];
    const legacy = await issue({ kind: 'legacy' });
    const soon = new Date(app().clock.now().getTime() + 60_000).toISOString();
    const expired = await issue({ kind: 'personal', expiresAt: soon });
    await app().request('DELETE', `/v1/tokens/${revoked}`, { headers: session });
    app().clock.advance(61);
    await act(app(), person, 'disable', 'enable');
    const again = await app().signIn(person);
    await app().request('POST', `/v1/tokens/${rotated}/rotate`, { headers: again });
    await app().request('POST', `/v1/tokens/${legacy}/renew`, { headers: again });
    await app().request('DELETE', `/v1/tokens/${revokedSince}`, { headers: again });
    await app().request('DELETE', `/v1/tokens/${voided}`, { headers: again });
    const late = await personal(person);
    for (const written of await recorded(person, 2)) {
      const named = idsIn(written);
      expect(named).toEqual(expect.arrayContaining([kept, rotated, revokedSince, voided, legacy]));
      for (const absent of [revoked, expired, late]) expect(named).not.toContain(absent);
    }
    // A worker gets the same answer however late it asks.
    const store = app().get(EventStore);
    const hit = new TokensHit(store, app().get(TokenValidity), app().get(TokenDirectory));
    const idsHitBy = async (cause: Recorded) => {
      const ids: string[] = [];
      for await (const { tokenIds } of hit.by(cause, person.id)) ids.push(...tokenIds);
      return ids;
    };
    const causes = (await store.readStream(`user-${person.id}`)).filter(({ type }) => /^User(Dis|En)abled$/.test(type));
    const named = (await cascadesOf(app(), person.id)).map(idsIn);
    for (const [index, cause] of causes.entries()) expect(await idsHitBy(cause)).toEqual(named[index]);
  });

  it('does not name what was void already, because everything of the person had been revoked', async () => {
    const person = await app().register('manager');
    const before = await personal(person);
    await act(app(), person, 'revoke-tokens');
    const after = await personal(person);
    await act(app(), person, 'disable', 'enable');
    for (const written of await recorded(person, 2)) {
      expect(idsIn(written)).toContain(after);
      expect(idsIn(written)).not.toContain(before);
    }
  });

  it('does not name what had ended with the legacy token that it was made with, or with its key; yet what ended so since', async () => {
    const person = await app().register('manager');
    const session = await app().signIn(person);
    const legacy = (await app().request('POST', '/v1/tokens', { headers: session, body: { kind: 'legacy' } })).body;
    const born = async (credential: string): Promise<string> => {
      const headers = { authorization: `Token ${credential}` };
      return (await app().request('POST', '/v1/tokens', { headers, body: { kind: 'personal' } })).body.token.id;
    };
    const retire = async () => {
      const [{ kid }] = (await app().request('GET', '/.well-known/jwks.json')).body.keys;
      const { status } = await app().request('POST', `/v1/signing-keys/${kid}/retire`, { headers: await app().signIn() });
      expect(status).toBe(204);
    };
    const signedBefore = await personal(person);
    await retire();
    const endedBefore = await born(legacy.credential);
    const renewed = (await app().request('POST', `/v1/tokens/${legacy.token.id}/renew`, { headers: session })).body;
    const [bornSince, signedSince] = [await born(renewed.credential), await personal(person)];
    await act(app(), person, 'disable', 'enable');
    await app().request('POST', `/v1/tokens/${legacy.token.id}/renew`, { headers: await app().signIn(person) });
    await retire();
    const causes = (await app().get(EventStore).readStream(`user-${person.id}`)).filter(({ type }) => /^User(Dis|En)abled$/.test(type));
    const hit = new TokensHit(app().get(EventStore), app().get(TokenValidity), app().get(TokenDirectory));
    const late: string[][] = [];
    for (const cause of causes) for await (const { tokenIds } of hit.by(cause, person.id)) late.push([...tokenIds].sort());
    const expected = [legacy.token.id, bornSince, signedSince].sort();
    expect(late).toEqual([expected, expected]);
    expect(late.flat()).not.toEqual(expect.arrayContaining([signedBefore, endedBefore]));
    for (const written of await recorded(person, 2)) expect([...idsIn(written)].sort()).toEqual(expected);
  });

  it('is recorded after a restart that lost every job, or found the file of jobs damaged (SR-56)', async () => {
    const path = join(app().directory, 'jobs.db');
    for (const meanwhile of [() => rm(path, { force: true }), () => writeFile(path, 'not a database at all')]) {
      const person = await app().register('manager');
      await personal(person);
      const headers = await app().signIn();
      app().dieAfter(app().appends() + 1);
      await app().request('POST', `/v1/users/${person.id}/disable`, { headers });
      await app().restart(meanwhile);
      await recorded(person, 1);
      expect(await cascadesOf(app(), person.id)).toHaveLength(1);
    }
  });
});

describe('A cascade over more than ten thousand tokens', () => {
  const app = runningApp();
  const count = 12_300;

  async function issueMany(person: Person): Promise<string[]> {
    const [ledger, mint] = [app().get(Ledger), app().get(CredentialMint)];
    const terms = { at: '2020-01-01T00:00:00.000Z', expiresAt: null, latestExpiry: null, typeEnabled: true };
    const issue = async () => {
      const id = newId();
      const { lookup, kept } = mint.opaque('service-account');
      const command = {
        type: 'IssueToken',
        kind: 'service-account',
        ownerKind: 'user',
        ownerId: person.id,
        name: null,
        lookup,
        kept,
        ...terms,
      };
      await ledger.on(Token.stream(id)).handle(command as Token.Command, app().origin(person.organizationId));
      return id;
    };
    const ids: string[] = [];
    while (ids.length < count) ids.push(...(await Promise.all(Array.from({ length: 300 }, issue))));
    return ids;
  }

  it('is recorded once and whole, whichever append the worker was killed before or after (SR-57)', async () => {
    const person = await app().register('manager');
    const ids = await issueMany(person);
    // The test looks often, and therefore not from the first event on.
    const issued = await app().get(EventStore).head();
    const cascades = () => cascadesOf(app(), person.id, issued);
    const isDisabling = (round: number) => round % 2 === 0;
    const appends = Math.ceil(count / tokensPerPart);
    // The process is killed before its first append, between two appends, and after the last one, when only the job is still open.
    for (const [round, survived] of [0, 1, appends - 1, appends].entries()) {
      const headers = await app().signIn();
      app().dieAfter(app().appends() + 1 + survived);
      await app().request('POST', `/v1/users/${person.id}/${isDisabling(round) ? 'disable' : 'enable'}`, { headers });
      await eventually(async () => {
        const last = (await cascades())[round] ?? [];
        expect(idsIn(last).length).toBe(Math.min(count, survived * tokensPerPart));
      });
      await app().restart();
      await eventually(async () => expect(completed(await cascades())).toHaveLength(round + 1));
      await recordDue(app());
      const written = (await cascades())[round];
      expect(idsIn(written)).toEqual([...ids].sort());
      expect(written.filter(({ type }) => type === 'CascadeCompleted')).toEqual([{ type: 'CascadeCompleted', tokens: count }]);
    }
    expect(await cascades()).toHaveLength(4);
  });
});
