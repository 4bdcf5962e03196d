import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { chain } from '#event-store/canonical';
import { EmbeddedEventStore } from '#event-store/embedded/embedded-event-store';
import { LogDamaged } from '#event-store/embedded/verify-log';
import { NO_STREAM } from '#event-store/event-store';
import { FoldedStreams } from '#event-store/folded-streams';
import { advanceSnapshot } from '#projections/token-validity/snapshot/advance-snapshot';
import { openSqlite } from '#sqlite/sqlite-driver';
import { draft } from '../support/events.js';

const events = 60;
const counting = { initial: 0, decide: () => [], evolve: (count: number) => count + 1 };

describe('A log that somebody changes while it is served', () => {
  let directory: string;
  let store: EmbeddedEventStore;
  let fatal: unknown[];
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'keyledger-'));
    fatal = [];
    store = await EmbeddedEventStore.open({ directory, onFatal: (error) => fatal.push(error) });
    for (let n = 0; n < events; n += 1) await store.append(`stream-${n % 6}`, Math.floor(n / 6) + NO_STREAM, [draft({ text: 'xx', n })]);
  });
  afterEach(async () => {
    await store.close();
    await rm(directory, { recursive: true, force: true });
  });

  function sql(work: (database: ReturnType<typeof openSqlite>) => void): void {
    const database = openSqlite(join(directory, 'events.db'), { journalMode: 'wal', synchronous: 'normal' });
    work(database);
    database.close();
  }
  const changeBody = (position: number) =>
    sql((database) => database.exec(`UPDATE events SET body = replace(body, 'xx', 'xy') WHERE position = ${position}`));
  /** Like `changeBody`, with the hash chain recomputed for all later events. */
  const changeChain = (from: number) =>
    sql((database) => {
      changeBody(from);
      const rows = database.prepare('SELECT position, body, digest FROM events WHERE position >= ? ORDER BY position').all(from - 1);
      let [{ digest }] = rows as { digest: Uint8Array }[];
      for (const { position, body } of (rows as { position: number; body: Uint8Array }[]).slice(1)) {
        digest = chain(digest, body);
        database.prepare('UPDATE events SET digest = ? WHERE position = ?').run(digest, position);
      }
    });
  /** Every function that hands out events from which verdicts are judged. */
  const ways: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['a stream that is read', () => store.readStream('stream-3')],
    ['the later part of a stream', () => store.readStream('stream-3', 2)],
    ['a stream that is folded for a decision', () => new FoldedStreams(store).load({ name: 'stream-3', decider: counting })],
    ['a page of the log', () => store.readAll(null, 1000)],
    ['a page that begins right there', () => store.readAll(15n, 1)],
    [
      'a subscription that catches up',
      () =>
        new Promise((resolve, reject) => store.subscribe(null, { onEvents: () => {}, onCaughtUp: () => resolve(null), onEnded: reject })),
    ],
  ];

  it.each(ways)('gives no event away that was not written there, and ends the process: %s', async (_way, read) => {
    await read();
    changeBody(16);
    await expect(read()).rejects.toThrow('The event at position 16 is not the one that was written there');
    expect(fatal).toEqual([expect.any(LogDamaged)]);
    await expect(store.append('new', NO_STREAM, [draft()])).rejects.toThrow('can no longer be trusted');
  });

  it('gives no event away under the name of another stream or at another place in it', async () => {
    sql((database) => database.exec("UPDATE events SET stream = 'stream-x' WHERE position = 16"));
    await expect(store.readStream('stream-x', 2)).rejects.toThrow('position 16 does not say what its event says');
    sql((database) => database.exec("UPDATE events SET stream = 'stream-3', revision = 99 WHERE position = 16"));
    await expect(store.readStream('stream-3')).rejects.toThrow('does not say what its event says');
  });

  it('is not passed over where an event is gone', async () => {
    sql((database) => database.exec('DELETE FROM events WHERE position = 16'));
    await expect(store.readAll(10n, 20)).rejects.toThrow('no event at position 16');
    await expect(store.readStream('stream-4')).rejects.toThrow('position 17');
  });

  describe('has no snapshot made of it that would be believed', () => {
    const place = () => ({ directory, key: Buffer.alloc(32, 1) });
    const advance = () => advanceSnapshot(place(), store.end, () => false);
    const snapshots = async () => (await readdir(directory)).filter((name) => name.includes('snapshot'));

    it('where an event was changed', async () => {
      changeBody(16);
      await expect(advance()).rejects.toThrow('position 16');
      expect(await snapshots()).toEqual([]);
    });

    it('where all that follows was chained anew: it does not lead to what the serving process knows', async () => {
      changeChain(16);
      await expect(advance()).rejects.toThrow(`known to be at position ${events}`);
      expect(await snapshots()).toEqual([]);
    });

    it('but has one where nothing was changed, and goes on from it', async () => {
      expect(await advance()).toBe(BigInt(events));
      await store.append('new', NO_STREAM, [draft({ text: 'xx' })]);
      expect(await advance()).toBe(BigInt(events + 1));
      await store.append('new', 0, [draft({ text: 'xx' })]);
      changeChain(events + 1);
      await expect(advance()).rejects.toThrow('does not lead to');
    });
  });
});
