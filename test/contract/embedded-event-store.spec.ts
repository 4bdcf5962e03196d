import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { DataDirectoryInUse, lockDataDirectory } from '#event-store/embedded/data-directory';
import { EmbeddedEventStore } from '#event-store/embedded/embedded-event-store';
import { NO_STREAM } from '#event-store/event-store';
import { drafts } from '../support/events.js';
import { describeEventStore, newStream } from './event-store.contract.js';

const newDirectory = () => mkdtemp(join(tmpdir(), 'keyledger-'));

describeEventStore('The embedded store', async () => {
  const directory = await newDirectory();
  return { open: () => EmbeddedEventStore.open({ directory }), dispose: () => rm(directory, { recursive: true, force: true }) };
});

describe('The embedded store on disk', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await newDirectory();
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));
  const open = () => EmbeddedEventStore.open({ directory });

  it('has its events, and recognises its retries, when it is opened again', async () => {
    const [stream, events] = [newStream(), drafts(3)];
    const first = await open();
    const appended = await first.append(stream, NO_STREAM, events);
    const head = await first.head();
    await first.close();
    const second = await open();
    expect(await second.head()).toBe(head);
    expect(await second.append(stream, NO_STREAM, events)).toEqual(appended);
    expect(await second.readStream(stream)).toHaveLength(3);
    await second.close();
  });

  it('settles what it accepted before it closes', async () => {
    const store = await open();
    const stream = newStream();
    const append = store.append(stream, NO_STREAM, drafts(2));
    await store.close();
    await append;
    const again = await open();
    expect(await again.readStream(stream)).toHaveLength(2);
    await again.close();
  });

  it('holds a mark of an earlier process, and none of another log', async () => {
    const first = await open();
    await first.append(newStream(), NO_STREAM, drafts(3));
    const mark = first.mark() as string;
    await first.close();
    const second = await open();
    expect([await second.holds(mark), second.mark()]).toEqual([true, mark]);
    await second.close();
    const elsewhere = await newDirectory();
    const other = await EmbeddedEventStore.open({ directory: elsewhere });
    expect(other.mark()).toBeNull();
    await other.append(newStream(), NO_STREAM, drafts(3));
    expect(await other.holds(mark)).toBe(false);
    await other.close();
    await rm(elsewhere, { recursive: true, force: true });
  });

  it('is readable by its owner alone, whatever the umask', async () => {
    const umask = process.umask(0);
    try {
      const lock = lockDataDirectory(directory);
      const store = await open();
      await store.append(newStream(), NO_STREAM, drafts(1));
      for (const file of await readdir(directory)) {
        expect(`${file} ${((await stat(join(directory, file))).mode & 0o777).toString(8)}`).toBe(`${file} 600`);
      }
      expect((await stat(directory)).mode & 0o777).toBe(0o700);
      await store.close();
      lock.release();
    } finally {
      process.umask(umask);
    }
  });
});

describe('A data directory', () => {
  it('is held by one process at a time', async () => {
    const directory = await newDirectory();
    const lock = lockDataDirectory(directory);
    expect(() => lockDataDirectory(directory)).toThrow(DataDirectoryInUse);
    lock.release();
    lockDataDirectory(directory).release();
    await rm(directory, { recursive: true, force: true });
  });
});
