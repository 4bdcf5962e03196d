import { appendFile, cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { chain } from '#event-store/canonical';
import { EmbeddedEventStore } from '#event-store/embedded/embedded-event-store';
import type { LogMark } from '#event-store/embedded/log-marks';
import { LogView } from '#event-store/embedded/log-view';
import { LogDamaged } from '#event-store/embedded/verify-log';
import { NO_STREAM } from '#event-store/event-store';
import { openSqlite } from '#sqlite/sqlite-driver';
import { draft } from '../support/events.js';
import { eventually } from '../support/eventually.js';

const events = 400;
const anchoredAt = 300;
const pageBytes = 4096;

describe('A log that was checked up to an anchor before', () => {
  let root: string;
  let directory: string;
  let anchor: LogMark;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'keyledger-'));
    const store = await EmbeddedEventStore.open({ directory: root });
    for (let index = 0; index < events; index += 1) {
      await store.append(`damage-${index % 8}`, Math.floor(index / 8) + NO_STREAM, [draft({ text: 'x'.repeat(50 + index) })]);
      if (index + 1 === anchoredAt) anchor = store.end;
    }
    await store.close();
  });
  beforeEach(async () => {
    directory = join(root, 'copy');
    await rm(directory, { recursive: true, force: true });
    for (const file of ['events.db', 'head']) await cp(join(root, file), join(directory, file));
  });
  afterAll(() => rm(root, { recursive: true, force: true }));

  const open = (at: LogMark | null = anchor, onFatal: (error: unknown) => void = () => {}, wholeEventsMax = 100) =>
    EmbeddedEventStore.open({ directory, anchor: at, onFatal, wholeEventsMax });
  function sql(statement: string): void {
    const file = openSqlite(join(directory, 'events.db'), { journalMode: 'wal', synchronous: 'full' });
    file.exec(statement);
    file.close();
  }
  /** What stops the process after it has started. */
  async function foundWhileServing(): Promise<string> {
    const found: unknown[] = [];
    const store = await open(anchor, (error) => found.push(error));
    expect(store.isAnchored).toBe(true);
    await eventually(async () => expect(found).toHaveLength(1));
    expect(found[0]).toBeInstanceOf(LogDamaged);
    await expect(store.append('new', NO_STREAM, [draft()])).rejects.toThrow('can no longer be trusted');
    await store.close();
    return (found[0] as Error).message;
  }
  const changeBody = (position: number) => sql(`UPDATE events SET body = replace(body, 'xx', 'xy') WHERE position = ${position}`);

  it('is opened, goes on where it ended, and is found whole while it serves', async () => {
    const found: unknown[] = [];
    const store = await open(anchor, (error) => found.push(error));
    expect([store.isAnchored, await store.head()]).toEqual([true, BigInt(events)]);
    await store.append('new', NO_STREAM, [draft()]);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(found).toEqual([]);
    await store.close();
  });

  it('is refused when it was damaged behind the anchor', async () => {
    changeBody(anchoredAt + 50);
    await expect(open()).rejects.toThrow(`position ${anchoredAt + 50}`);
  });

  it('stops the process that serves it when it was damaged before the anchor, naming the position', async () => {
    changeBody(100);
    expect(await foundWhileServing()).toMatch('position 100');
  });

  it('stops the process when an event before the anchor was changed and all up to the anchor chained anew', async () => {
    const file = openSqlite(join(directory, 'events.db'), { journalMode: 'wal', synchronous: 'full' });
    const rows = file
      .prepare('SELECT position, body, digest FROM events WHERE position BETWEEN 99 AND ? ORDER BY position')
      .all(anchoredAt - 1);
    let [{ digest }] = rows as { digest: Uint8Array }[];
    for (const { position, body } of (rows as { position: number; body: Uint8Array }[]).slice(1)) {
      const changed = position === 100 ? Buffer.from(Buffer.from(body).toString().replace('xx', 'xy')) : body;
      digest = chain(digest, changed);
      file.prepare('UPDATE events SET body = ?, digest = ? WHERE position = ?').run(changed, digest, position);
    }
    file.close();
    expect(await foundWhileServing()).toMatch(`position ${anchoredAt}`);
  });

  it('stops the process when an event before the anchor is gone', async () => {
    sql('DELETE FROM events WHERE position = 200');
    expect(await foundWhileServing()).toMatch('no event at position 200');
  });

  it('stops the process when the index no longer leads to an event, which every row and digest denies', async () => {
    const path = join(directory, 'events.db');
    const bytes = await readFile(path);
    const leafOfAnIndex = 0x0a;
    for (let page = pageBytes; page < bytes.length; page += pageBytes) {
      const at = bytes.subarray(page, page + pageBytes).indexOf('damage-3');
      if (bytes[page] !== leafOfAnIndex || at < 0) continue;
      bytes.write('damage-x', page + at);
      break;
    }
    await writeFile(path, bytes);
    expect(await foundWhileServing()).toMatch(/index does not lead to the event at position \d+/);
  });

  it('is read whole when it is short, however far the anchor is', async () => {
    changeBody(100);
    await expect(open(anchor, () => {}, anchoredAt)).rejects.toThrow('position 100');
  });

  it.each([
    ['ahead of the log', () => ({ ...anchor, position: 1000n })],
    ['of another event', () => ({ ...anchor, eventId: 'another' })],
    ['of another digest', () => ({ ...anchor, digest: Buffer.alloc(32) })],
    ['of another position', () => ({ ...anchor, position: anchor.position - 1n })],
  ])('takes nothing on trust from an anchor that is %s', async (_what, other) => {
    const store = await open(other());
    expect(store.isAnchored).toBe(false);
    await store.close();
    changeBody(100);
    await expect(open(other())).rejects.toThrow('position 100');
  });

  it.each([anchoredAt - 10, anchoredAt, anchoredAt + 10])(
    'is refused when it ends at %d, before the head that it had reached',
    async (end) => {
      sql(`DELETE FROM events WHERE position > ${end}`);
      await expect(open()).rejects.toThrow(`ends at position ${end}, but had reached position ${events}`);
    },
  );

  it.each([anchoredAt - 10, anchoredAt + 10])('is refused when the head, last written at %d, is of another log', async (position) => {
    const head = Buffer.alloc(40);
    head.writeBigUInt64BE(BigInt(position));
    await writeFile(join(directory, 'head'), head);
    await expect(open()).rejects.toThrow('not the one whose head was written');
  });

  it('is told by anyone who only looks as the start tells it, also where more stands behind the head', async () => {
    sql(`DELETE FROM events WHERE position > ${events - 1}`);
    await appendFile(join(directory, 'head'), 'more');
    const view = LogView.ofUsed(directory);
    expect(() => view.verify({})).toThrow(`ends at position ${events - 1}, but had reached position ${events}`);
    view.close();
    await expect(open()).rejects.toThrow(`ends at position ${events - 1}, but had reached position ${events}`);
  });
});
