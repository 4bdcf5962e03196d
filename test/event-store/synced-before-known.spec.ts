import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { EmbeddedEventStore } from '#event-store/embedded/embedded-event-store';
import { LogDisk } from '#event-store/embedded/log-disk';
import type { Recorded } from '#event-store/envelope';
import { ConcurrencyConflict, NO_STREAM, OutcomeUnknown, StoreUnavailable } from '#event-store/event-store';
import { drafts } from '../support/events.js';

/** An event that may still be lost with the power must not be known to anybody: a decision on it would outlive it. */
describe('An event that is committed and not yet synced', () => {
  let directory: string;
  let store: EmbeddedEventStore;
  let fatal: unknown[];
  let syncs: { resolve(): void; reject(error: unknown): void }[];
  beforeEach(async () => {
    [fatal, syncs] = [[], []];
    directory = await mkdtemp(join(tmpdir(), 'keyledger-'));
    store = await EmbeddedEventStore.open({ directory, onFatal: (error) => fatal.push(error) });
    await store.append('before', NO_STREAM, drafts(2));
    jest.spyOn(LogDisk.prototype, 'sync').mockImplementation(() => new Promise((resolve, reject) => syncs.push({ resolve, reject })));
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await store.close();
    await rm(directory, { recursive: true, force: true });
  });

  const turns = async (count = 20) => {
    for (let turn = 0; turn < count; turn += 1) await nextTurn();
  };
  /** What has become of it so far. */
  const watched = <T>(promise: Promise<T>) => {
    const seen: { value?: T; error?: unknown } = {};
    promise.then(
      (value) => Object.assign(seen, { value }),
      (error) => Object.assign(seen, { error }),
    );
    return seen;
  };
  const following = (seen: Recorded[]) => store.subscribe(null, { onEvents: (events) => void seen.push(...events) });

  it('is neither acknowledged nor seen by anybody, and is both once it is', async () => {
    const seen: Recorded[] = [];
    following(seen);
    await turns();
    const append = watched(store.append('s', NO_STREAM, drafts(1)));
    await turns();
    const [stream, late] = [watched(store.readStream('s')), [] as Recorded[]];
    following(late);
    await turns();
    expect(syncs).toHaveLength(1);
    expect([append, stream]).toEqual([{}, {}]);
    expect([await store.head(), (await store.readAll(null, 10)).length, seen.length, late.length]).toEqual([2n, 2, 2, 2]);
    syncs[0].resolve();
    await turns();
    expect(append.value).toEqual({ position: 3n, revision: 0 });
    expect(stream.value).toHaveLength(1);
    expect([await store.head(), (await store.readAll(null, 10)).length, seen.length, late.length]).toEqual([3n, 3, 3, 3]);
  });

  it('holds up nobody who reads other streams; appends gather for the next sync, and conflicts wait for it too', async () => {
    const first = watched(store.append('s', NO_STREAM, drafts(1)));
    await turns();
    const others = [store.append('t', NO_STREAM, drafts(1)), store.append('s', NO_STREAM, drafts(1))].map(watched);
    expect(await store.readStream('before')).toHaveLength(2);
    await turns();
    expect([syncs.length, first, ...others]).toEqual([1, {}, {}, {}]);
    syncs[0].resolve();
    await turns();
    expect([syncs.length, first.value, ...others]).toEqual([2, { position: 3n, revision: 0 }, {}, {}]);
    syncs[1].resolve();
    await turns();
    expect(others[0].value).toEqual({ position: 4n, revision: 0 });
    expect(others[1].error).toBeInstanceOf(ConcurrencyConflict);
  });

  it('is not known to be there when the sync fails, and after that nothing is acknowledged (SR-50)', async () => {
    const appends = [store.append('s', NO_STREAM, drafts(1)), store.append('t', NO_STREAM, drafts(1))].map(watched);
    await turns();
    const stream = watched(store.readStream('s'));
    syncs[0].reject(new Error('EIO'));
    await turns();
    for (const { error } of appends) expect(error).toBeInstanceOf(OutcomeUnknown);
    expect(stream.error).toBeInstanceOf(StoreUnavailable);
    expect(fatal).toEqual([new Error('EIO')]);
    await expect(store.append('u', NO_STREAM, drafts(1))).rejects.toThrow(StoreUnavailable);
    await expect(store.checkWritable()).rejects.toThrow(StoreUnavailable);
    expect([await store.head(), store.end.position]).toEqual([2n, 2n]);
  });

  it('is waited for by anyone who closes the log', async () => {
    const append = watched(store.append('s', NO_STREAM, drafts(1)));
    await turns();
    const closed = watched(store.close());
    await turns();
    expect([append, closed]).toEqual([{}, {}]);
    syncs[0].resolve();
    await turns();
    expect([append.value?.position, 'value' in closed]).toEqual([3n, true]);
  });

  it('is no different from a look at whether one can write: anyone who closes the log waits for either', async () => {
    const looked = watched(store.checkWritable());
    await turns();
    const closed = watched(store.close());
    await turns();
    expect([syncs.length, looked, closed]).toEqual([1, {}, {}]);
    syncs[0].resolve();
    await turns();
    expect(['value' in looked, 'value' in closed, fatal]).toEqual([true, true, []]);
  });
});
