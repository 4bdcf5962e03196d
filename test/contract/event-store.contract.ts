import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '#api/edge/ids';
import {
  ConcurrencyConflict,
  type EventStore,
  EventTooLarge,
  envelopeBytesMax,
  NO_STREAM,
  StoreUnavailable,
} from '#event-store/event-store';
import { draft, drafts, idsOf } from '../support/events.js';
import { describeConcurrency } from './concurrency.contract.js';
import { describeSubscriptions } from './subscriptions.contract.js';

/** The tests that every adapter of the port must pass. `open` returns an empty store, or one shared by all tests. */
export interface StoreUnderTest {
  open(): Promise<EventStore>;
  dispose(): Promise<void>;
}

/** Each test uses new stream names, because a store may be shared with other tests and hold other events. */
export const newStream = (): string => `contract-${newId()}`;

export function describeEventStore(name: string, prepare: () => Promise<StoreUnderTest>): void {
  describe(`${name} keeps the contract of an event store`, () => {
    let underTest: StoreUnderTest;
    let store: EventStore;
    beforeEach(async () => {
      underTest = await prepare();
      store = await underTest.open();
    });
    afterEach(async () => {
      await store.close();
      await underTest.dispose();
    });
    describeAppending(() => store);
    describeRetries(() => store);
    describeReading(() => store);
    describeMarks(() => store);
    describeSubscriptions(() => store);
    describeConcurrency(() => store);
    it('proves that it can be written to without writing an event, and no more once it is closed', async () => {
      await store.append(newStream(), NO_STREAM, drafts(1));
      const head = await store.head();
      for (let i = 0; i < 3; i += 1) await store.checkWritable();
      expect(await store.head()).toBe(head);
      await store.close();
      await expect(store.checkWritable()).rejects.toThrow(StoreUnavailable);
    });
    it('closes twice without harm and refuses appends afterwards', async () => {
      await store.close();
      await store.close();
      await expect(store.append(newStream(), NO_STREAM, drafts(1))).rejects.toThrow();
    });
  });
}

function describeAppending(store: () => EventStore): void {
  describe('appending', () => {
    it('numbers the events of a stream from 0 without gaps', async () => {
      const stream = newStream();
      expect((await store().append(stream, NO_STREAM, drafts(1))).revision).toBe(0);
      expect((await store().append(stream, 0, drafts(3))).revision).toBe(3);
      expect((await store().readStream(stream)).map(({ revision }) => revision)).toEqual([0, 1, 2, 3]);
    });

    it.each([
      ['no stream where there is one', NO_STREAM],
      ['an older revision', 0],
      ['a newer revision', 7],
    ])('is refused with the actual revision when it expects %s', async (_case, expectedRevision) => {
      const stream = newStream();
      await store().append(stream, NO_STREAM, drafts(2));
      const refused = store().append(stream, expectedRevision, drafts(1));
      await expect(refused).rejects.toBeInstanceOf(ConcurrencyConflict);
      await expect(refused).rejects.toMatchObject({ stream, expectedRevision, actualRevision: 1 });
      expect(await store().readStream(stream)).toHaveLength(2);
    });

    it('is refused when it expects a stream that does not exist', async () => {
      await expect(store().append(newStream(), 0, drafts(1))).rejects.toMatchObject({ actualRevision: NO_STREAM });
    });

    it('keeps every member of an envelope as it was', async () => {
      const stream = newStream();
      const event = {
        ...draft({ text: 'ünï\u2028 \u0000 🗝', nested: { list: [1, null, true], '': 0 }, minusZero: 0, tiny: 1e-7 }),
        actor: { kind: 'user', id: 'u', credentialId: 'c' } as const,
        organizationId: 'org',
        causationId: 'cause',
        requestId: 'request',
        critical: true,
        schemaVersion: 7,
      };
      await store().append(stream, NO_STREAM, [event]);
      const [{ position, ...stored }] = await store().readStream(stream);
      expect(stored).toEqual({ ...event, stream, revision: 0 });
      expect(typeof position).toBe('bigint');
    });

    it('takes an envelope of the greatest size and refuses one byte more, with nothing of its append stored', async () => {
      const stream = newStream();
      await store().append(stream, NO_STREAM, [draft({ text: '' })]);
      const [{ position: _, ...stored }] = await store().readStream(stream);
      const room = envelopeBytesMax - Buffer.byteLength(JSON.stringify(stored));
      await store().append(stream, 0, [draft({ text: 'x'.repeat(room) })]);
      const tooLarge = store().append(stream, 1, [draft(), draft({ text: 'x'.repeat(room + 1) })]);
      await expect(tooLarge).rejects.toBeInstanceOf(EventTooLarge);
      await expect(tooLarge).rejects.toMatchObject({ bytes: envelopeBytesMax + 1 });
      expect(await store().readStream(stream)).toHaveLength(2);
    });

    it.each([
      ['a bigint', { count: 1n }],
      ['NaN', { count: Number.NaN }],
      ['a circle', circular()],
    ])('refuses %s, which JSON cannot hold, and goes on', async (_name, data) => {
      const stream = newStream();
      await expect(store().append(stream, NO_STREAM, [draft(data)])).rejects.toThrow(TypeError);
      await store().append(stream, NO_STREAM, drafts(1));
    });

    it('refuses an append of nothing, one with an id twice, and a revision that is none', async () => {
      const twice = draft();
      const attempts = [
        () => store().append(newStream(), NO_STREAM, []),
        () => store().append(newStream(), NO_STREAM, [twice, twice]),
        () => store().append(newStream(), 0.5, drafts(1)),
        () => store().append(newStream(), -2, drafts(1)),
      ];
      for (const attempt of attempts) await expect((async () => attempt())()).rejects.toThrow(RangeError);
    });
  });
}

function describeRetries(store: () => EventStore): void {
  describe('repeating an append with the same ids at the same expected revision', () => {
    it('is the same append, however late (SR-52)', async () => {
      const stream = newStream();
      const events = drafts(2);
      const first = await store().append(stream, NO_STREAM, events);
      await store().append(stream, 1, drafts(3));
      expect(await store().append(stream, NO_STREAM, events)).toEqual(first);
      expect(await store().readStream(stream)).toHaveLength(5);
    });

    it('is a conflict when only a part is the same, or the order is another', async () => {
      const stream = newStream();
      const [one, two] = drafts(2);
      await store().append(stream, NO_STREAM, [one, two]);
      await expect(store().append(stream, NO_STREAM, [one, draft()])).rejects.toBeInstanceOf(ConcurrencyConflict);
      await expect(store().append(stream, NO_STREAM, [two, one])).rejects.toBeInstanceOf(ConcurrencyConflict);
      await expect(store().append(stream, NO_STREAM, [one, two, draft()])).rejects.toBeInstanceOf(ConcurrencyConflict);
    });

    it('at another revision is a conflict, not a repetition', async () => {
      const stream = newStream();
      const events = drafts(1);
      await store().append(stream, NO_STREAM, drafts(1));
      await store().append(stream, 0, events);
      await expect(store().append(stream, NO_STREAM, events)).rejects.toBeInstanceOf(ConcurrencyConflict);
    });

    it('in another stream is another append', async () => {
      const events = drafts(1);
      const [one, two] = [newStream(), newStream()];
      await store().append(one, NO_STREAM, events);
      await store().append(two, NO_STREAM, events);
      expect(idsOf(await store().readStream(two))).toEqual(idsOf(events));
    });
  });
}

function describeReading(store: () => EventStore): void {
  describe('reading', () => {
    it('finds nothing in a stream that does not exist', async () => expect(await store().readStream(newStream())).toEqual([]));

    it('starts a stream at the revision that was asked for', async () => {
      const stream = newStream();
      await store().append(stream, NO_STREAM, drafts(4));
      expect((await store().readStream(stream, 2)).map(({ revision }) => revision)).toEqual([2, 3]);
      expect(await store().readStream(stream, 9)).toEqual([]);
    });

    it('pages through the whole log exclusively after a position, in the order of the positions', async () => {
      const before = await store().head();
      const [one, two] = [newStream(), newStream()];
      await store().append(one, NO_STREAM, drafts(3));
      await store().append(two, NO_STREAM, drafts(3));
      await store().append(one, 2, drafts(3));
      const everything = await store().readAll(before, 1000);
      expect(everything.map(({ stream, revision }) => `${stream}${revision}`)).toEqual(
        [0, 1, 2]
          .map((r) => `${one}${r}`)
          .concat(
            [0, 1, 2].map((r) => `${two}${r}`),
            [3, 4, 5].map((r) => `${one}${r}`),
          ),
      );
      const paged = [];
      for (let after = before; ; after = paged[paged.length - 1].position) {
        const page = await store().readAll(after, 2);
        if (page.length === 0) break;
        expect(page.length).toBeLessThanOrEqual(2);
        paged.push(...page);
      }
      expect(paged).toEqual(everything);
      expect(await store().head()).toBe(everything[8].position);
    });

    it('stops a page when its reader has enough, after one event at least', async () => {
      const before = await store().head();
      await store().append(newStream(), NO_STREAM, drafts(6));
      const everything = await store().readAll(before, 1000);
      const asked: number[] = [];
      const isEnough = () => asked.push(asked.length) === 3;
      const some = await store().readAll(before, 1000, isEnough);
      expect(everything.slice(0, some.length)).toEqual(some);
      // A store may read ahead; one that does not stops here.
      expect([3, everything.length]).toContain(some.length);
      expect(await store().readAll(some[some.length - 1].position, 1000)).toEqual(everything.slice(some.length));
      expect(await store().readAll(before, 1000, () => true)).not.toEqual([]);
    });
  });
}

function describeMarks(store: () => EventStore): void {
  describe('a mark', () => {
    const marked = async () => {
      const { position } = await store().append(newStream(), NO_STREAM, drafts(2));
      return { position, mark: store().mark() as string };
    };

    it('names the newest event, in visible characters, and is held however far the log goes on', async () => {
      const { position, mark } = await marked();
      expect(mark).toMatch(/^[!-~]+$/);
      expect(await store().markAt(position)).toBe(mark);
      expect(await store().holds(mark)).toBe(true);
      await store().append(newStream(), NO_STREAM, drafts(3));
      expect(store().mark()).not.toBe(mark);
      expect([await store().holds(mark), await store().markAt(position)]).toEqual([true, mark]);
    });

    it('is of the events that a subscriber is handed, when it is handed them', async () => {
      const marks: (string | null)[] = [];
      await new Promise<void>((resolve) => {
        store().subscribe(null, { onEvents: () => void marks.push(store().mark()), onCaughtUp: resolve });
      });
      const { position } = await store().append(newStream(), NO_STREAM, drafts(1));
      expect(marks.at(-1)).toBe(await store().markAt(position));
    });

    it('is of one place: another has another, one that no event has none, and what is no mark is not held', async () => {
      const [one, two] = [await marked(), await marked()];
      expect(one.mark).not.toBe(two.mark);
      expect(await store().markAt(two.position + 1n)).toBeNull();
      for (const other of ['', 'no mark', `${two.mark}x`, one.mark.slice(1), swapped(one.mark)])
        expect(await store().holds(other)).toBe(false);
    });
  });
}

/** The same characters in another order. */
const swapped = (text: string) => [...text].reverse().join('');

function circular(): Record<string, unknown> {
  const data: Record<string, unknown> = {};
  data.self = data;
  return data;
}
