import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { EmbeddedEventStore } from '#event-store/embedded/embedded-event-store';
import { LogWalk } from '#event-store/embedded/log-walk';
import { NO_STREAM } from '#event-store/event-store';
import { openSqlite, type Sqlite } from '#sqlite/sqlite-driver';
import { draft } from '../support/events.js';
import { eventually } from '../support/eventually.js';

describe('The walk through a log that is in use', () => {
  let directory: string;
  let store: EmbeddedEventStore;
  let database: Sqlite;
  let walk: LogWalk;
  let damages: unknown[];
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'keyledger-'));
    store = await EmbeddedEventStore.open({ directory });
    await store.append('first', NO_STREAM, [draft({ text: 'xx' })]);
    database = openSqlite(join(directory, 'events.db'), { journalMode: 'wal', synchronous: 'full' });
    damages = [];
    const onDamage = (damage: unknown) => damages.push(damage);
    walk = LogWalk.start({ database, until: store.end, end: () => store.end, onDamage, againAfterMs: 1 });
  });
  afterEach(async () => {
    walk.stop();
    database.close();
    await store.close();
    await rm(directory, { recursive: true, force: true });
  });

  it('says when it last reached the end, again and again', async () => {
    expect(walk.endedAtMs).toBeNull();
    await eventually(() => expect(walk.endedAtMs).not.toBeNull());
    const first = walk.endedAtMs as number;
    await eventually(() => expect(walk.endedAtMs).toBeGreaterThan(first));
    expect(damages).toEqual([]);
  });

  it('begins anew, so that it finds damage in what it had found intact, and in what was stored since', async () => {
    await eventually(() => expect(walk.endedAtMs).not.toBeNull());
    await store.append('second', NO_STREAM, [draft({ text: 'yy' })]);
    database.exec("UPDATE events SET body = replace(body, 'yy', 'yz') WHERE position = 2");
    await eventually(() => expect(damages.map(String)).toEqual([expect.stringContaining('position 2')]));
  });
});
