import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { EmbeddedEventStore } from '#event-store/embedded/embedded-event-store';
import type { Position, Recorded } from '#event-store/envelope';
import { NO_STREAM } from '#event-store/event-store';
import { ProjectionRunner } from '#projections/read-models/feed/projection-runner';
import { rebuildProjection } from '#projections/read-models/feed/rebuild-projection';
import { type Projection, upsert } from '#projections/read-models/projection';
import type { ReadModels } from '#projections/read-models/read-models';
import { SqliteReadModels } from '#projections/read-models/sqlite/sqlite-read-models';
import { overwrite } from '../support/damage.js';
import { draft } from '../support/events.js';
import { eventually, givesUpAfterMs } from '../support/eventually.js';
import { keepBusy } from '../support/keep-busy.js';

/** A projection with one row for each event, and the list of events that it received. */
function model(name: string, onEvent: (recorded: Recorded) => void = () => {}) {
  const given: Position[] = [];
  const projection: Projection = {
    name,
    version: 1,
    tables: { [`${name}_rows`]: `CREATE TABLE ${name}_rows (n INTEGER PRIMARY KEY, text TEXT)` },
    project(recorded) {
      given.push(recorded.position);
      onEvent(recorded);
      return [upsert(`${name}_rows`, { n: recorded.data.n as number }, { text: 'x'.repeat(3000) })];
    },
  };
  return { projection, given };
}

/** It takes so long that a start which waits for a moment does not see its end. */
const slowly = () => keepBusy(0.5);

describe('A read model that is behind the others', () => {
  let directory: string;
  let store: EmbeddedEventStore;
  let readModels: ReadModels;
  let runner: ProjectionRunner;
  let fatal: unknown[];
  let next: number;
  beforeEach(async () => {
    [fatal, next] = [[], 0];
    directory = await mkdtemp(join(tmpdir(), 'keyledger-'));
    store = await EmbeddedEventStore.open({ directory });
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await stop();
    await store.close();
    await rm(directory, { recursive: true, force: true });
    expect(fatal).toEqual([]);
  });

  async function start(models: readonly { projection: Projection }[], withinMs: number | null = null): Promise<void> {
    readModels = SqliteReadModels.open(directory);
    const projections = models.map(({ projection }) => projection);
    runner = new ProjectionRunner(store, readModels, projections, (error) => fatal.push(error));
    await runner.start(withinMs);
  }
  async function stop(): Promise<void> {
    await runner.stop();
    await readModels.close();
  }
  const append = async (count: number) => {
    const events = Array.from({ length: count }, () => draft({ n: next++ }));
    await store.append(`s-${next}`, NO_STREAM, events);
  };
  const appendThousands = async (thousands: number) => {
    for (let i = 0; i < thousands; i += 1) await append(1000);
  };
  const head = async () => (await store.head()) as Position;
  const isThere = async (of: { projection: Projection }, withinMs = 0) => runner.reached(await head(), withinMs, [of.projection]);
  const allAreThere = async () => expect(await runner.reached(await head(), givesUpAfterMs)).toBe(true);
  // biome-ignore lint/suspicious/noExplicitAny: rows of any table.
  const rows = async (name: string) => readModels.of<any>().selectFrom(`${name}_rows`).select('n').orderBy('n').execute();
  const all = () => Array.from({ length: next }, (_, n) => ({ n }));

  it('is waited for by nobody who asks another, and those who ask it wait for it alone', async () => {
    await appendThousands(3);
    await start([model('old')]);
    await stop();
    let eventMs = 1;
    const [old, fresh] = [model('old'), model('fresh', () => keepBusy(eventMs))];
    await start([old, fresh], 10);
    await append(1);
    expect(await isThere(old, givesUpAfterMs)).toBe(true);
    expect(await isThere(fresh)).toBe(false);
    expect(old.given).toEqual([3001n]);
    eventMs = 0;
    await allAreThere();
    expect(await rows('fresh')).toEqual(all());
  });

  it('never sets the subscription of the others back', async () => {
    await append(50);
    await start([model('old')]);
    await stop();
    const subscribe = jest.spyOn(store, 'subscribe');
    await start([model('fresh'), model('old')]);
    expect(subscribe.mock.calls.map(([after]) => after)).toEqual([50n]);
  });

  it('begins when those that had got farther are there', async () => {
    await append(10);
    await start([model('old')]);
    await stop();
    await appendThousands(2);
    const old = model('old');
    const before: number[] = [];
    await start([model('fresh', () => before.push(old.given.length)), old]);
    expect(new Set(before)).toEqual(new Set([2000]));
  });

  it('is fed with the others, in one transaction, once it has caught up', async () => {
    await append(50);
    await start([model('old')]);
    await stop();
    await start([model('old'), model('fresh')]);
    const commits = jest.spyOn(readModels, 'commitAll');
    await append(1);
    await allAreThere();
    expect(commits.mock.calls.map(([batches]) => batches.map(({ projection }) => projection))).toEqual([['old', 'fresh']]);
  });

  it('goes on from its own checkpoint after each stop on the way, and is given each event once', async () => {
    await appendThousands(6);
    await start([model('old')]);
    await stop();
    const seen: Position[] = [];
    const stops: Position[] = [];
    for (let isDone = false; !isDone; ) {
      const fresh = model('fresh', slowly);
      await start([model('old'), fresh], 10);
      await eventually(() => expect(fresh.given.length).toBeGreaterThan(100));
      isDone = await isThere(fresh);
      await stop();
      stops.push(fresh.given[fresh.given.length - 1]);
      seen.push(...fresh.given);
      if (stops.length === 3) jest.spyOn(performance, 'now').mockReturnValue(Number.MAX_VALUE);
    }
    expect(seen).toEqual(Array.from({ length: 6000 }, (_, n) => BigInt(n + 1)));
    expect(stops.length).toBeGreaterThan(3);
    await start([model('old'), model('fresh')]);
    expect(await rows('fresh')).toEqual(all());
  });

  it('catches up and misses nothing, though others never stop writing', async () => {
    await append(500);
    await start([model('old')]);
    await stop();
    const [old, first, second] = [model('old'), model('first'), model('second')];
    await start([old, first]);
    await stop();
    await append(300);
    await start([old, first, second], 0);
    let isOver = false;
    const writing = Array.from({ length: 4 }, async () => {
      while (!isOver) await append(1 + (next % 20));
    });
    const commits = jest.spyOn(readModels, 'commitAll');
    await eventually(() => expect(commits.mock.calls.at(-1)?.[0]).toHaveLength(3));
    await append(1);
    isOver = true;
    await Promise.all(writing);
    await allAreThere();
    for (const name of ['old', 'first', 'second']) expect(await rows(name)).toEqual(all());
    for (const { given } of [first, second]) expect(given).toEqual([...new Set(given)].sort((a, b) => Number(a - b)));
  });

  it('misses nothing of what the others are being given in the moment in which it joins them', async () => {
    await append(50);
    await start([model('old')]);
    await stop();
    const { commitAll } = SqliteReadModels.prototype;
    let [isWritten, isBeingGiven] = [false, false];
    jest.spyOn(SqliteReadModels.prototype, 'commitAll').mockImplementation(async function (this: SqliteReadModels, batches) {
      const isAlone = (name: string) => batches.length === 1 && batches[0].projection === name;
      if (isWritten && isAlone('old')) {
        isBeingGiven = true;
        await wait(50);
      }
      await commitAll.call(this, batches);
      if (isWritten || !isAlone('fresh')) return;
      isWritten = true;
      await append(1);
      await eventually(() => expect(isBeingGiven).toBe(true));
    });
    await start([model('old'), model('fresh')]);
    await append(1);
    await allAreThere();
    expect(await rows('fresh')).toEqual(all());
  });

  it('leaves out an event that it cannot read, remembers it, and goes on; the others never notice', async () => {
    await append(100);
    await start([model('old')]);
    await stop();
    const broken = model('fresh', ({ data }) => {
      if (data.n === 40) throw new Error('This one cannot be read.');
    });
    await start([model('old'), broken]);
    expect([...(await readModels.parkedEvents())]).toEqual([['fresh', 1]]);
    expect(await rows('fresh')).toEqual(all().filter(({ n }) => n !== 40));
    await append(1);
    await allAreThere();
    expect(await rows('old')).toEqual(all());
    expect((await rows('fresh')).at(-1)).toEqual({ n: 100 });
  });

  it('does not hold up the rebuilding of another, and is itself rebuilt beside', async () => {
    await appendThousands(3);
    await start([model('old')]);
    await stop();
    const [old, fresh] = [model('old'), model('fresh', slowly)];
    await start([old, fresh], 10);
    const rebuilt = await rebuildProjection(store, readModels, old.projection);
    expect(rebuilt).toMatchObject({ differed: false, tables: [{ live: { rows: 3000 }, rebuilt: { rows: 3000 } }] });
    jest.spyOn(performance, 'now').mockReturnValue(Number.MAX_VALUE);
    expect(await rebuildProjection(store, readModels, fresh.projection)).toMatchObject({ differed: false });
    jest.restoreAllMocks();
    await allAreThere();
    expect(await rows('fresh')).toEqual(all());
  });

  it('is made again with all others when their file turns out to be damaged meanwhile', async () => {
    await appendThousands(3);
    await start([model('old')]);
    await stop();
    const [old, fresh] = [model('old'), model('fresh', slowly)];
    await start([old, fresh], 10);
    for (const file of ['read-models.db', 'read-models.db-wal']) await overwrite(join(directory, file));
    // The one that is being made may find the damage before anybody asks.
    const asked = await rows('old').catch(String);
    if (old.given.length === 0) expect(asked).toMatch('are being made again');
    await eventually(() => expect(old.given).toHaveLength(3000));
    await allAreThere();
    for (const name of ['old', 'fresh']) expect(await rows(name)).toEqual(all());
  });
});
