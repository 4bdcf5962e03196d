import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openSqlite, type Sqlite } from '#sqlite/sqlite-driver';
import { TestApp } from '../support/test-app.js';

const journals = async (directory: string) => (await readdir(directory)).filter((name) => /-(wal|shm|journal)$/.test(name));

describe('A database that was closed', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'keyledger-'));
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  const open = () => openSqlite(join(directory, 'some.db'), { journalMode: 'wal', synchronous: 'normal' });
  const count = (database: Sqlite) => database.prepare('SELECT count(*) AS rows FROM some').get();

  it('is one file that changes no more, although its statements are still held', () => {
    const database = open();
    database.exec('CREATE TABLE some (n INTEGER)');
    const held = database.prepare('INSERT INTO some VALUES (?)');
    held.run(1);
    database.close();
    return expect(readdir(directory)).resolves.toEqual(['some.db']);
  });

  it('keeps its journal while another connection is open, which goes on', async () => {
    const [one, other] = [open(), open()];
    one.exec('CREATE TABLE some (n INTEGER); INSERT INTO some VALUES (1)');
    expect(count(other)).toEqual({ rows: 1 });
    one.close();
    expect(await journals(directory)).toContain('some.db-wal');
    other.exec('INSERT INTO some VALUES (2)');
    other.close();
    const again = open();
    expect(count(again)).toEqual({ rows: 2 });
    again.close();
  });

  it('keeps its journal, and all that is in it, where a statement was not read to its end', async () => {
    const database = open();
    database.exec('CREATE TABLE some (n INTEGER); INSERT INTO some VALUES (1), (2)');
    const unread = database.prepare('SELECT n FROM some').iterate();
    expect(unread.next()).toEqual({ done: false, value: { n: 1 } });
    database.close();
    const again = open();
    expect(count(again)).toEqual({ rows: 2 });
    again.close();
  });
});

describe('A server that was closed', () => {
  it('leaves no journal behind, so that its directory may be copied', async () => {
    const app = await TestApp.start();
    await app.tokensOf();
    await app.restart(async () => expect(await journals(app.directory)).toEqual([]));
    await app.close();
  });
});
