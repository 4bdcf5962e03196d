import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { EmbeddedEventStore } from '#event-store/embedded/embedded-event-store';
import type { Recorded } from '#event-store/envelope';
import { NO_STREAM } from '#event-store/event-store';
import { ProjectionRunner } from '#projections/read-models/feed/projection-runner';
import { type Projection, upsert } from '#projections/read-models/projection';
import { SqliteReadModels } from '#projections/read-models/sqlite/sqlite-read-models';
import { openSqlite } from '#sqlite/sqlite-driver';
import { draft } from '../support/events.js';
import { eventually, givesUpAfterMs } from '../support/eventually.js';
import { keepBusy } from '../support/keep-busy.js';

/** Counts how often each event was projected, which a projection that is not repeatable would show. */
const counter = (version = 1, poisoned = new Set<number>()): Projection => ({
  name: 'counter',
  version,
  tables: { seen: 'CREATE TABLE seen (position INTEGER PRIMARY KEY, n INTEGER, version INTEGER)' },
  project({ position, data }) {
    if (poisoned.has(data.n as number)) throw new Error(`Event ${data.n} cannot be read.`);
    return [upsert('seen', { position: Number(position) }, { n: data.n as number, version })];
  },
});

/** Much longer than it takes to project. */
function waited(recorded: Recorded): Recorded {
  keepBusy(0.5);
  return recorded;
}

describe('A stored read model', () => {
  let directory: string;
  let store: EmbeddedEventStore;
  let next = 0;
  beforeEach(async () => {
    next = 0;
    directory = await mkdtemp(join(tmpdir(), 'keyledger-'));
    store = await EmbeddedEventStore.open({ directory });
  });
  afterEach(async () => {
    await store.close();
    await rm(directory, { recursive: true, force: true });
  });

  const append = async (count: number) => {
    for (let i = 0; i < count; i += 1) await store.append(`s-${next}`, NO_STREAM, [draft({ n: next++ })]);
  };
  /** Runs the projection until it has caught up, then reads what is stored. */
  async function run(projection: Projection, file = directory): Promise<{ n: number; version: number }[]> {
    const readModels = SqliteReadModels.open(file);
    const runner = new ProjectionRunner(store, readModels, [projection]);
    await runner.start();
    const head = await store.head();
    await eventually(async () => expect(head === null || (await runner.reached(head, 1000))).toBe(true));
    await runner.stop();
    await readModels.close();
    return rows('SELECT n, version FROM seen ORDER BY position', file);
  }
  function rows<T>(sql: string, file = directory): T[] {
    const database = openSqlite(join(file, 'read-models.db'), { journalMode: 'wal', synchronous: 'normal' });
    const all = database.prepare(sql).all() as T[];
    database.close();
    return all;
  }
  it('goes on where it stopped', async () => {
    await append(3);
    await run(counter());
    await append(2);
    expect((await run(counter())).map(({ n }) => n)).toEqual([0, 1, 2, 3, 4]);
  });

  it('is made again from the first event when its projection has another version', async () => {
    await append(3);
    await run(counter(1));
    expect((await run(counter(2))).map(({ version }) => version)).toEqual([2, 2, 2]);
  });

  it('is made again when it is of another log', async () => {
    await append(3);
    await run(counter());
    await store.close();
    await rm(join(directory, 'events.db'));
    await rm(join(directory, 'head'));
    store = await EmbeddedEventStore.open({ directory });
    next = 100;
    await append(5);
    expect((await run(counter())).map(({ n }) => n)).toEqual([100, 101, 102, 103, 104]);
  });

  it('is made again when it is ahead of the log, as after a restore', async () => {
    await append(5);
    await run(counter());
    const database = openSqlite(join(directory, 'read-models.db'), { journalMode: 'wal', synchronous: 'normal' });
    database.exec('UPDATE checkpoints SET position = 99');
    database.close();
    expect(await run(counter())).toHaveLength(5);
  });

  it('is made again when its checkpoint names another history of the log than this one', async () => {
    await append(5);
    await run(counter());
    const database = openSqlite(join(directory, 'read-models.db'), { journalMode: 'wal', synchronous: 'normal' });
    const { mark } = database.prepare('SELECT mark FROM checkpoints').get() as { mark: string };
    expect(await store.holds(mark)).toBe(true);
    database.exec(`DELETE FROM seen; UPDATE checkpoints SET mark = '${await store.markAt(3n)}'`);
    database.close();
    expect(await run(counter())).toHaveLength(5);
  });

  it('is made again when its file is damaged', async () => {
    await append(3);
    await run(counter());
    await writeFile(join(directory, 'read-models.db'), 'no database at all, but long enough to be taken for one');
    expect((await run(counter())).map(({ n }) => n)).toEqual([0, 1, 2]);
  });

  it('parks an event that its projection cannot read, and goes on with those that follow', async () => {
    await append(5);
    expect((await run(counter(1, new Set([2])))).map(({ n }) => n)).toEqual([0, 1, 3, 4]);
    expect(rows('SELECT projection, position, problem FROM parked_events')).toEqual([
      { projection: 'counter', position: 3, problem: 'Event 2 cannot be read.' },
    ]);
  });

  it('shows what was written to anyone who asks, though many others write on', async () => {
    const readModels = SqliteReadModels.open(directory);
    const runner = new ProjectionRunner(store, readModels, [counter()]);
    await runner.start();
    let isOver = false;
    const others = Array.from({ length: 30 }, async () => {
      while (!isOver) await append(1);
    });
    for (let i = 0; i < 5; i += 1) {
      await append(1);
      expect(await runner.reached((await store.head()) as bigint, givesUpAfterMs)).toBe(true);
    }
    isOver = true;
    await Promise.all(others);
    expect(await runner.reached((await store.head()) as bigint, givesUpAfterMs)).toBe(true);
    await runner.stop();
    await readModels.close();
    expect(rows('SELECT n FROM seen')).toHaveLength(next);
  });

  it('that takes too long for a start to wait is made little by little beside those who are served', async () => {
    for (let i = 0; i < 3; i += 1)
      await store.append(
        `s-${i}`,
        NO_STREAM,
        Array.from({ length: 1000 }, () => draft({ n: next++ })),
      );
    const readModels = SqliteReadModels.open(directory);
    const slow: Projection = { ...counter(), project: (recorded) => counter().project(waited(recorded)) };
    const runner = new ProjectionRunner(store, readModels, [slow]);
    await runner.start(10);
    const head = (await store.head()) as bigint;
    const position = () => runner.positions().get('counter') ?? 0n;
    const applied = Number(position());
    expect(applied).toBeLessThan(Number(head));
    const positionsSeen = new Set<bigint>();
    while (!positionsSeen.has(head)) {
      await nextTurn();
      positionsSeen.add(position());
    }
    expect(positionsSeen.size).toBeGreaterThan((3000 - applied) / 20);
    await runner.stop();
    await readModels.close();
    expect(rows('SELECT n FROM seen')).toHaveLength(3000);
  });

  it('that a new projection joins later has for both what happened', async () => {
    await append(3);
    await run(counter());
    const other: Projection = { ...counter(), name: 'other', tables: { others: 'CREATE TABLE others (position INTEGER PRIMARY KEY)' } };
    const readModels = SqliteReadModels.open(directory);
    const project: Projection['project'] = ({ position }) => [upsert('others', { position: Number(position) }, {})];
    const runner = new ProjectionRunner(store, readModels, [counter(), { ...other, project }]);
    await runner.start();
    await append(1);
    await eventually(async () => expect(await runner.reached((await store.head()) as bigint, 1000)).toBe(true));
    await runner.stop();
    await readModels.close();
    expect(rows('SELECT * FROM others')).toHaveLength(4);
    expect(rows('SELECT * FROM seen')).toHaveLength(4);
  });
});
