import { cp, mkdir, mkdtemp, open, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { EmbeddedEventStore } from '#event-store/embedded/embedded-event-store';
import { LogDamaged } from '#event-store/embedded/verify-log';
import type { Recorded } from '#event-store/envelope';
import { NO_STREAM } from '#event-store/event-store';
import { openSqlite } from '#sqlite/sqlite-driver';
import { draft, randomOf, readEverything } from '../support/events.js';
import { isFullRun } from '../support/full-run.js';

const events = 240;
const bitFlips = isFullRun ? 2_000 : 60;

describe('A log whose files were damaged', () => {
  let root: string;
  let written: Recorded[];
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'keyledger-'));
    const store = await EmbeddedEventStore.open({ directory: await folder('original') });
    for (let index = 0; index < events; index += 1) {
      await store.append(`damage-${index % 12}`, Math.floor(index / 12) + NO_STREAM, [draft({ index, text: 'x'.repeat(index) })]);
    }
    written = await readEverything(store, null);
    // The files are copied while the database is open, so everything lies in the write-ahead log, as after a kill.
    await cp(join(root, 'original'), join(root, 'in-wal'), { recursive: true });
    await store.close();
  });
  afterAll(() => rm(root, { recursive: true, force: true }));

  async function folder(name: string): Promise<string> {
    const path = join(root, name);
    await mkdir(path, { recursive: true });
    return path;
  }

  /** Opens a copy that `damage` has changed, and returns the error. */
  async function opened(from: 'original' | 'in-wal', damage: (directory: string) => Promise<void>): Promise<Recorded[] | Error> {
    const directory = join(root, 'copy');
    await rm(directory, { recursive: true, force: true });
    await cp(join(root, from), directory, { recursive: true });
    await damage(directory);
    let store: EmbeddedEventStore | null = null;
    try {
      store = await EmbeddedEventStore.open({ directory });
      const all = await readEverything(store, null);
      for (const stream of new Set(written.map((event) => event.stream))) {
        expect(await store.readStream(stream)).toEqual(written.filter((event) => event.stream === stream));
      }
      return all;
    } catch (error) {
      return error as Error;
    } finally {
      await store?.close();
    }
  }

  const database = (directory: string) => join(directory, 'events.db');
  const wal = (directory: string) => join(directory, 'events.db-wal');
  const sql = (statement: string) => async (directory: string) => {
    const file = openSqlite(database(directory), { journalMode: 'wal', synchronous: 'full' });
    file.exec(statement);
    file.close();
  };

  it('opens when nothing was damaged, from the database and from the write-ahead log', async () => {
    expect(await opened('original', async () => {})).toEqual(written);
    expect(await opened('in-wal', async () => {})).toEqual(written);
  });

  it.each([
    ['an event in the middle was changed', `UPDATE events SET body = replace(body, 'xx', 'xy') WHERE position = 100`, 'position 100'],
    ['an event in the middle was deleted', 'DELETE FROM events WHERE position = 100', 'no event at position 100'],
    ['the newest events were deleted', 'DELETE FROM events WHERE position > 230', 'ends at position 230, but had reached position 240'],
    ['all events were deleted', 'DELETE FROM events', 'ends at position 0'],
    ['a stream was renamed beside its event', `UPDATE events SET stream = 'damage-x' WHERE position = 100`, 'position 100'],
    ['a revision was moved beside its event', 'UPDATE events SET revision = 99 WHERE position = 100', 'position 100'],
    ['an event was replaced with its digest', `UPDATE events SET body = '{}', digest = zeroblob(32) WHERE position = 240`, 'position 240'],
  ])('is refused with the position when %s', async (_what, statement, sentence) => {
    const outcome = await opened('original', sql(statement));
    expect(outcome).toBeInstanceOf(LogDamaged);
    expect((outcome as Error).message).toMatch(sentence);
  });

  it('is refused when its tail is torn, zero-filled or gone (SR-51)', async () => {
    for (const damage of [tornAt, zeroedFrom]) {
      for (const part of [0.1, 0.5, 0.9, 0.99]) {
        expect(await opened('original', (directory) => damage(database(directory), part))).toBeInstanceOf(LogDamaged);
        expect(await opened('in-wal', (directory) => damage(wal(directory), part))).toBeInstanceOf(LogDamaged);
      }
    }
    expect(await opened('original', (directory) => rm(database(directory)))).toBeInstanceOf(LogDamaged);
    expect(await opened('in-wal', (directory) => rm(wal(directory)))).toBeInstanceOf(LogDamaged);
    expect(await opened('original', (directory) => writeFile(database(directory), 'not a database at all'))).toBeInstanceOf(LogDamaged);
  });

  it.each(['original', 'in-wal'] as const)(`(%s) with one of ${bitFlips} bits flipped is refused, or is all there`, async (from) => {
    const random = randomOf(from.length);
    let refused = 0;
    for (let flip = 0; flip < bitFlips; flip += 1) {
      const outcome = await opened(from, (directory) => flipBit(from === 'original' ? database(directory) : wal(directory), random));
      if (outcome instanceof LogDamaged) refused += 1;
      else expect(outcome).toEqual(written);
    }
    expect(refused).toBeGreaterThan(bitFlips / 4);
  });

  it('of another installation under this head is refused', async () => {
    const other = await EmbeddedEventStore.open({ directory: await folder('other') });
    for (let index = 0; index < events; index += 1) await other.append(`other-${index}`, NO_STREAM, [draft()]);
    await other.close();
    const outcome = await opened('original', (directory) => cp(join(root, 'other', 'events.db'), database(directory)));
    expect(String(outcome)).toMatch('not the one whose head was written');
  });
});

async function tornAt(path: string, part: number): Promise<void> {
  await truncate(path, Math.floor((await stat(path)).size * part));
}

async function zeroedFrom(path: string, part: number): Promise<void> {
  const bytes = await readFile(path);
  await writeFile(path, bytes.fill(0, Math.floor(bytes.length * part)));
}

async function flipBit(path: string, random: (below: number) => number): Promise<void> {
  const file = await open(path, 'r+');
  const at = random((await file.stat()).size);
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, at);
  buffer[0] ^= 1 << random(8);
  await file.write(buffer, 0, 1, at);
  await file.close();
}
