import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { EmbeddedEventStore } from '#event-store/embedded/embedded-event-store';
import { DisposableDatabase } from '#sqlite/disposable-database';
import { checkpointFile, openSqlite, type Sqlite } from '#sqlite/sqlite-driver';
import { draft } from '../support/events.js';
import { eventually } from '../support/eventually.js';
import { projectRoot } from '../support/project-files.js';

/** The built program is used, because the sources have no program for a worker thread. */
const built = pathToFileURL(join(projectRoot, 'dist/libs/sqlite/src/wal-checkpoint.js')).href;

describe('What SQLite wrote ahead', () => {
  let directory: string;
  let path: string;
  let database: Sqlite;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'keyledger-'));
    path = join(directory, 'some.db');
    database = openSqlite(path, { journalMode: 'wal', synchronous: 'normal' });
    database.exec('PRAGMA wal_autocheckpoint = 0; CREATE TABLE rows (n INTEGER PRIMARY KEY, text TEXT)');
  });
  afterEach(async () => {
    if (database.isOpen) database.close();
    await rm(directory, { recursive: true, force: true });
  });
  const write = (rows: number) => {
    for (let n = 0; n < rows; n += 1) database.prepare('INSERT INTO rows (text) VALUES (?)').run('x'.repeat(1000));
  };
  const sizes = async () => ({ file: (await stat(path)).size, ahead: (await stat(`${path}-wal`)).size });

  it('is moved into the file by a thread, and its room is used again', async () => {
    const { walCheckpoint, awaitCheckpoints } = await import(built);
    write(400);
    const before = await sizes();
    expect(before.file).toBeLessThan(10_000);
    await walCheckpoint(path);
    expect((await sizes()).file).toBeGreaterThan(400_000);
    write(200);
    expect((await sizes()).ahead).toBe(before.ahead);
    const checkpointing = walCheckpoint(path);
    awaitCheckpoints();
    database.close();
    await checkpointing;
    expect((await stat(path)).size).toBeGreaterThan(600_000);
  });

  it('is moved again and again without a file being left open', async () => {
    const { walCheckpoint } = await import(built);
    const filesOpen = async () => (await readdir('/proc/self/fd').catch(() => [])).length;
    await walCheckpoint(path);
    const before = await filesOpen();
    for (let round = 0; round < 200; round += 1) {
      write(1);
      await walCheckpoint(path);
    }
    expect((await filesOpen()) - before).toBeLessThan(20);
  });

  it('tells anyone who asked what SQLite says of a file that is none, and moves others all the same', async () => {
    const { walCheckpoint } = await import(built);
    const damaged = join(directory, 'damaged.db');
    await writeFile(damaged, 'not a database at all'.repeat(1000));
    write(400);
    const [first, second] = await Promise.allSettled([walCheckpoint(damaged), walCheckpoint(path)]);
    expect(first).toMatchObject({ status: 'rejected', reason: { message: 'file is not a database' } });
    expect(second).toMatchObject({ status: 'fulfilled' });
  });

  it('is where a reader needs it until that reader is done', async () => {
    const reader = openSqlite(path, { journalMode: 'wal', synchronous: 'normal' });
    reader.exec('BEGIN');
    reader.prepare('SELECT count(*) FROM rows').get();
    write(10);
    checkpointFile(path);
    expect(reader.prepare('SELECT count(*) AS rows FROM rows').get()).toEqual({ rows: 0 });
    expect(database.prepare('SELECT count(*) AS rows FROM rows').get()).toEqual({ rows: 10 });
    reader.close();
  });
});

describe('What is written ahead', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'keyledger-'));
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));
  const bytesAhead = async (file: string) => (await stat(join(directory, `${file}-wal`))).size;

  it('of the log does not grow with the log', async () => {
    const store = await EmbeddedEventStore.open({ directory });
    for (let round = 0; round < 40; round += 1) {
      await Promise.all(Array.from({ length: 100 }, (_, n) => store.append(`${round}-${n}`, -1, [draft({ text: 'x'.repeat(2000) })])));
    }
    expect(await bytesAhead('events.db')).toBeLessThan(8_000_000);
    expect((await stat(join(directory, 'events.db'))).size).toBeGreaterThan(8_000_000);
    await store.close();
  });

  it('of what can be made again does not grow with it, and damage is met there by those who only write', async () => {
    let replaced = 0;
    const path = join(directory, 'some.db');
    const database = new DisposableDatabase(path, 'CREATE TABLE IF NOT EXISTS rows (n INTEGER PRIMARY KEY, text TEXT)', () => {
      replaced += 1;
    });
    const write = () =>
      database.transact((open) => {
        for (let n = 0; n < 60; n += 1) open.prepare('INSERT INTO rows (text) VALUES (?)').run('x'.repeat(1000));
      });
    const writeAndWait = async () => {
      write();
      await database.checkpointed();
    };
    for (let round = 0; round < 200; round += 1) await writeAndWait();
    expect(await bytesAhead('some.db')).toBeLessThan(9_000_000);
    await writeFile(path, 'not a database at all'.repeat(1000));
    await writeFile(`${path}-wal`, '');
    await eventually(async () => {
      await writeAndWait();
      expect(replaced).toBe(1);
    });
    database.close();
  });
});
