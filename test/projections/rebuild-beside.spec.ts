import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { EmbeddedEventStore } from '#event-store/embedded/embedded-event-store';
import { LogDisk } from '#event-store/embedded/log-disk';
import type { Draft } from '#event-store/envelope';
import { NO_STREAM } from '#event-store/event-store';
import { ProjectionRunner } from '#projections/read-models/feed/projection-runner';
import { RebuildImpossible, rebuildProjection } from '#projections/read-models/feed/rebuild-projection';
import { userDirectory } from '#projections/read-models/models/user-directory';
import type { Projection } from '#projections/read-models/projection';
import type { ReadModels } from '#projections/read-models/read-models';
import { SqliteReadModels } from '#projections/read-models/sqlite/sqlite-read-models';
import { projections } from '#projections/read-models/stored-read-models';
import { openReadOnly } from '#sqlite/sqlite-driver';
import { draft } from '../support/events.js';
import { eventually, givesUpAfterMs } from '../support/eventually.js';

const id = fc.constantFrom('one', 'two', 'three', 'four');
const text = fc.option(fc.string({ maxLength: 20 }));
const day = fc.integer({ min: 1, max: 28 }).map((n) => `2030-01-${String(n).padStart(2, '0')}T00:00:00.000Z`);
const of = (type: string, prefix: string, data: Record<string, fc.Arbitrary<unknown>> = {}) =>
  fc.record({ type: fc.constant(type), stream: id.map((each) => `${prefix}-${each}`), data: fc.record(data) });

/** Any events that the read models look at, in any order, about few enough ids that they meet. */
const happening = fc.oneof(
  of('UserRegistered', 'user', { homeOrganizationId: id, emailDigest: text, email: text, firstName: text, lastName: text }),
  of('EmailClaimed', 'email', { userId: id, organizationId: id }),
  of('TokenIssued', 'token', { kind: fc.constantFrom('personal', 'legacy'), ownerId: id, name: text, expiresAt: fc.option(day) }),
  of('TokenRotated', 'token', { expiresAt: fc.option(day) }),
  of('TokenRevoked', 'token', { reason: text }),
  of('UserDisabled', 'user'),
  of('UserEnabled', 'user'),
  of('PersonalDataErased', 'user'),
  of('ServiceAccountCreated', 'serviceaccount', { organizationId: id, name: text }),
  of('ServiceAccountAdmitted', 'organization', { serviceAccountId: id }),
  of('ServiceAccountReleased', 'organization', { serviceAccountId: id }),
  of('SigningKeyPublished', 'installation', { kid: id }),
  of('SigningKeyRetired', 'installation', { kid: id }),
  of('CascadeCompleted', 'cascade'),
  of('NobodyKnowsThis', 'other', { userId: fc.anything({ maxDepth: 1 }) }),
);
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never;

describe('A read model that is rebuilt beside the live one', () => {
  let directory: string;
  let store: EmbeddedEventStore;
  let readModels: ReadModels;
  let runner: ProjectionRunner;
  const revisions = new Map<string, number>();
  beforeEach(async () => {
    revisions.clear();
    directory = await mkdtemp(join(tmpdir(), 'keyledger-'));
    store = await EmbeddedEventStore.open({ directory });
    await begin();
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await end();
    await store.close();
    await rm(directory, { recursive: true, force: true });
  });

  async function begin(of: readonly Projection[] = projections): Promise<void> {
    readModels = SqliteReadModels.open(directory);
    runner = new ProjectionRunner(store, readModels, of);
    await runner.start();
  }
  async function end(): Promise<void> {
    await runner.stop();
    await readModels.close();
  }
  async function happen({ type, stream, data }: Happening): Promise<void> {
    const next = (revisions.get(stream) ?? NO_STREAM) + 1;
    const plain = JSON.parse(JSON.stringify(data));
    const actor = { kind: 'user', id: 'somebody' } as const;
    await store.append(stream, next - 1, [{ ...draft(plain), type, actor, organizationId: 'one' } as Draft]);
    revisions.set(stream, next);
  }
  const register = (name: string) =>
    happen({ type: 'UserRegistered', stream: `user-${name}`, data: { homeOrganizationId: 'one', email: name } });
  const caughtUp = async () => expect(await runner.reached((await store.head()) as bigint, givesUpAfterMs)).toBe(true);

  /** What can be read, table by table; leftovers of a rebuild would show. */
  function content(): Record<string, unknown[]> {
    const database = openReadOnly(join(directory, 'read-models.db'));
    const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name").all() as { name: string }[];
    const inOneOrder = (one: unknown, other: unknown) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1);
    const rows = tables.map(({ name }) => [name, database.prepare(`SELECT * FROM ${name}`).all().sort(inOneOrder)]);
    database.close();
    return Object.fromEntries(rows);
  }
  // biome-ignore lint/suspicious/noExplicitAny: rows of any table.
  const damage = () => readModels.of<any>();

  it('is what the live one is, after any history (SR-54)', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(happening, { minLength: 1, maxLength: 60 }), async (history) => {
        for (const each of history) await happen(each);
        await caughtUp();
        const before = content();
        for (const projection of projections) {
          const { differed, tables } = await rebuildProjection(store, readModels, projection);
          expect({ of: projection.name, differed }).toEqual({ of: projection.name, differed: false });
          for (const { live, rebuilt } of tables) expect(rebuilt).toEqual(live);
        }
        expect(content()).toEqual(before);
      }),
      { numRuns: 25 },
    );
  });

  it.each([
    ['a changed row', () => damage().updateTable('users').set({ organization_id: 'another' }).where('id', '=', 'b').execute()],
    ['a lost row', () => damage().deleteFrom('users').where('id', '=', 'b').execute()],
    ['a row too many', () => damage().insertInto('users').values({ id: 'z', claimed: 1 }).execute()],
  ])('finds and heals %s', async (_, harm) => {
    for (const name of ['a', 'b', 'c']) await register(name);
    await caughtUp();
    const before = content();
    await harm();
    const { differed, tables } = await rebuildProjection(store, readModels, userDirectory);
    expect(differed).toBe(true);
    expect(content()).toEqual(before);
    expect(tables.map(({ table }) => table)).toEqual(['users']);
    expect((await rebuildProjection(store, readModels, userDirectory)).differed).toBe(false);
  });

  it('has what was written while it was made, and follows what is written afterwards', async () => {
    for (let i = 0; i < 120; i += 1) await register(`before-${i}`);
    await caughtUp();
    // As on a disk so fast that events are projected before the rebuild is over.
    jest.spyOn(LogDisk.prototype, 'sync').mockResolvedValue();
    let written = 0;
    const writes: Promise<void>[] = [];
    const onProgress = () => void writes.push(register(`meanwhile-${written++}`));
    const { differed, tables } = await rebuildProjection(store, readModels, userDirectory, { onProgress });
    await Promise.all(writes);
    await register('after');
    await caughtUp();
    expect(written).toBeGreaterThan(5);
    expect(differed).toBe(false);
    expect(tables[0].live.rows).toBeGreaterThan(120);
    expect(content().users).toHaveLength(120 + written + 1);
  });

  it('answers anyone who reads at every moment', async () => {
    for (let i = 0; i < 100; i += 1) await register(`person-${i}`);
    await caughtUp();
    const counts = new Set<number>();
    let isOver = false;
    const reading = (async () => {
      for (; !isOver; await new Promise(setImmediate)) counts.add((await damage().selectFrom('users').selectAll().execute()).length);
    })();
    await rebuildProjection(store, readModels, userDirectory);
    isOver = true;
    await reading;
    expect([...counts]).toEqual([100]);
  });

  it('leaves the live one alone wherever the process ends, and the next start takes away what was left', async () => {
    for (let i = 0; i < 50; i += 1) await register(`person-${i}`);
    await caughtUp();
    const before = content();
    for (let steps = 1; ; steps += 1) {
      const ending = new AbortController();
      let made = 0;
      const onProgress = () => {
        made += 1;
        if (made === steps) ending.abort();
      };
      const ended = await rebuildProjection(store, readModels, userDirectory, { onProgress, signal: ending.signal }).catch(
        (error) => error,
      );
      await end();
      await begin();
      expect(content()).toEqual(before);
      if (!(ended instanceof Error)) break;
      expect(steps).toBeLessThan(20);
    }
    await register('later');
    await caughtUp();
    await rebuildProjection(store, readModels, userDirectory);
    expect(Object.keys(content())).toEqual(Object.keys(before));
    expect(content().checkpoints).toHaveLength(projections.length);
    expect(content().users).toHaveLength(51);
  });

  it('can be rebuilt again and again, and its next version still takes its place', async () => {
    await register('a');
    await caughtUp();
    for (let i = 0; i < 3; i += 1) expect((await rebuildProjection(store, readModels, userDirectory)).differed).toBe(false);
    await end();
    await begin([{ ...userDirectory, version: 99 }]);
    expect(content().users).toHaveLength(1);
    expect(content().checkpoints).toContainEqual(expect.objectContaining({ projection: 'user-directory', version: 99 }));
  });

  it('leaves out what its projection cannot read, as the live one did, and takes it in once it can', async () => {
    const picky: Projection = {
      ...userDirectory,
      project: (recorded) => {
        if (recorded.data.email === 'b') throw Object.assign(new Error('not this one'), { errcode: 20 });
        return userDirectory.project(recorded);
      },
    };
    await end();
    await begin([picky]);
    for (const name of ['a', 'b', 'c']) await register(name);
    await caughtUp();
    expect((await rebuildProjection(store, readModels, picky)).differed).toBe(false);
    expect((await readModels.parkedEvents()).get('user-directory') ?? 0).toBe(1);
    const { differed } = await rebuildProjection(store, readModels, userDirectory);
    expect(differed).toBe(true);
    expect((await readModels.parkedEvents()).get('user-directory') ?? 0).toBe(0);
    expect(content().users).toHaveLength(3);
    expect(content().parked_events).toEqual([]);
  });

  it('is refused while the live one is itself being made again', async () => {
    await register('a');
    await eventually(async () => expect(await readModels.checkpoint('user-directory')).not.toBeNull());
    await readModels.reset(userDirectory);
    await expect(rebuildProjection(store, readModels, userDirectory)).rejects.toThrow(RebuildImpossible);
  });
});
