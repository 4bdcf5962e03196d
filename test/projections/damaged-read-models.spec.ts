import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { EmbeddedEventStore } from '#event-store/embedded/embedded-event-store';
import { NO_STREAM } from '#event-store/event-store';
import { ProjectionRunner } from '#projections/read-models/feed/projection-runner';
import { type Projection, type Scalar, upsert } from '#projections/read-models/projection';
import type { ReadModels } from '#projections/read-models/read-models';
import { SqliteReadModels } from '#projections/read-models/sqlite/sqlite-read-models';
import { overwrite } from '../support/damage.js';
import { draft } from '../support/events.js';
import { givesUpAfterMs } from '../support/eventually.js';

/** The rows are large, so that SQLite cannot keep all of them in memory. */
const texts: Projection = {
  name: 'texts',
  version: 1,
  tables: { texts: 'CREATE TABLE texts (n INTEGER PRIMARY KEY, text TEXT NOT NULL)' },
  project: ({ data }) => [upsert('texts', { n: data.n as number }, { text: data.text as Scalar })],
};

describe('Read models whose file is damaged', () => {
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
    await open();
  });
  afterEach(async () => {
    await close();
    await store.close();
    await rm(directory, { recursive: true, force: true });
  });

  async function open(): Promise<void> {
    readModels = SqliteReadModels.open(directory);
    runner = new ProjectionRunner(store, readModels, [texts], (error) => fatal.push(error));
    await runner.start();
  }
  async function close(): Promise<void> {
    await runner.stop();
    await readModels.close();
  }
  const append = async (...all: unknown[]) => {
    await Promise.all(all.map((text) => store.append(`s-${next}`, NO_STREAM, [draft({ n: next++, text })])));
  };
  /** Changes rows that were written long ago, and therefore reads them. */
  const rewrite = async (texts: readonly string[]) => {
    await Promise.all(texts.map((text, n) => store.append(`again-${n}`, NO_STREAM, [draft({ n, text })])));
  };
  const caughtUp = async () => expect(await runner.reached((await store.head()) ?? 0n, givesUpAfterMs)).toBe(true);
  const shown = async () => {
    const rows = await readModels.of<{ texts: { n: number; text: string } }>().selectFrom('texts').selectAll().orderBy('n').execute();
    return rows.map(({ n }) => n);
  };
  const damage = async () => {
    for (const file of ['read-models.db', 'read-models.db-wal']) await overwrite(join(directory, file));
  };
  const large = Array.from({ length: 3000 }, (_, n) => `${n} `.repeat(500));

  it.each(['a query', 'a write'])('are made again while the process runs, when %s finds it out', async (finder) => {
    await append(...large);
    await caughtUp();
    await damage();
    if (finder === 'a query') await expect(shown()).rejects.toThrow('are being made again');
    else await rewrite(large);
    await caughtUp();
    expect(await shown()).toEqual(Array.from({ length: next }, (_, n) => n));
    await append('after');
    await caughtUp();
    expect((await shown()).at(-1)).toBe(next - 1);
    expect(fatal).toEqual([]);
  });

  it('leave out an event whose rows cannot be stored, remember it, and go on, also after a restart (SR-53)', async () => {
    await append('one', { no: 'text' }, 'three', null, 'five');
    await append('six');
    await caughtUp();
    expect(await shown()).toEqual([0, 2, 4, 5]);
    await close();
    await open();
    await append('seven');
    await caughtUp();
    expect(await shown()).toEqual([0, 2, 4, 5, 6]);
    const parked = await readModels.of<{ parked_events: { position: number } }>().selectFrom('parked_events').select('position').execute();
    expect(parked.map(({ position }) => position)).toEqual([2, 4]);
    expect(fatal).toEqual([]);
  });
});
