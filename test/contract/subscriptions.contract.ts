import { describe, expect, it } from '@jest/globals';
import { newId } from '#api/edge/ids';
import type { Position, Recorded } from '#event-store/envelope';
import { type EventStore, NO_STREAM, type Subscriber } from '#event-store/event-store';
import { draft, drafts, idsOf, placeOf, randomOf, readEverything } from '../support/events.js';
import { eventually } from '../support/eventually.js';

const newStream = () => `contract-${newId()}`;

/** A subscriber that remembers its events; `work` runs before each batch is done. */
function remembering(work: () => void | Promise<void> = () => {}) {
  const seen: Recorded[] = [];
  let caughtUp = 0;
  let ended: unknown;
  const subscriber: Subscriber = {
    onEvents(events) {
      seen.push(...events);
      return work();
    },
    onCaughtUp: () => {
      caughtUp += 1;
    },
    onEnded: (error) => {
      ended = error;
    },
  };
  return { seen, subscriber, caughtUp: () => caughtUp, ended: () => ended };
}

export function describeSubscriptions(store: () => EventStore): void {
  describe('subscribing', () => {
    it('first delivers what was there, says that it has caught up, then goes on live', async () => {
      const before = await store().head();
      const stream = newStream();
      await store().append(stream, NO_STREAM, drafts(3));
      const { seen, subscriber, caughtUp } = remembering();
      const subscription = store().subscribe(before, subscriber);
      await eventually(() => expect(caughtUp()).toBe(1));
      expect(seen).toHaveLength(3);
      await store().append(stream, 2, drafts(2));
      await eventually(() => expect(seen).toHaveLength(5));
      expect(seen).toEqual(await store().readAll(before, 1000));
      expect(caughtUp()).toBe(1);
      await subscription.close();
    });

    it('resumes exclusively after the position that it was given', async () => {
      const before = await store().head();
      await store().append(newStream(), NO_STREAM, drafts(5));
      const all = await store().readAll(before, 1000);
      const { seen, subscriber, caughtUp } = remembering();
      const subscription = store().subscribe(all[2].position, subscriber);
      await eventually(() => expect(caughtUp()).toBe(1));
      expect(seen).toEqual(all.slice(3));
      await subscription.close();
    });

    it('catches up at once when there is nothing to catch up with', async () => {
      const { seen, subscriber, caughtUp } = remembering();
      const subscription = store().subscribe(await store().head(), subscriber);
      await eventually(() => expect(caughtUp()).toBe(1));
      expect(seen).toEqual([]);
      await subscription.close();
    });

    it('delivers nothing after it was closed', async () => {
      const { seen, subscriber, caughtUp } = remembering();
      const subscription = store().subscribe(await store().head(), subscriber);
      await eventually(() => expect(caughtUp()).toBe(1));
      await subscription.close();
      await store().append(newStream(), NO_STREAM, drafts(1));
      expect(seen).toEqual([]);
    });

    it('waits for a subscriber that is busy, and hands it nothing twice and nothing out of order', async () => {
      const before = await store().head();
      const random = randomOf(7);
      const { seen, subscriber } = remembering(() => new Promise((resolve) => setTimeout(resolve, random(4))));
      const subscription = store().subscribe(before, subscriber);
      const streams = Array.from({ length: 8 }, newStream);
      await Promise.all(streams.map((stream) => appendOneByOne(store(), stream, 12)));
      const expected = await store().readAll(before, 1000);
      await eventually(() => expect(seen).toHaveLength(expected.length));
      expect(seen).toEqual(expected);
      await subscription.close();
    });

    it('ends alone when its handler throws; the writer and the others go on', async () => {
      const failing = remembering(() => {
        throw new Error('The handler fails.');
      });
      const healthy = remembering();
      const head = await store().head();
      const subscriptions = [failing, healthy].map(({ subscriber }) => store().subscribe(head, subscriber));
      const stream = newStream();
      await store().append(stream, NO_STREAM, drafts(1));
      await eventually(() => expect(String(failing.ended())).toMatch('The handler fails.'));
      await store().append(stream, 0, drafts(1));
      await eventually(() => expect(healthy.seen).toHaveLength(2));
      expect(failing.seen).toHaveLength(1);
      for (const subscription of subscriptions) await subscription.close();
    });

    it('that restarts at random checkpoints while others write sees what one from the start sees', async () => {
      const before = await store().head();
      const writing = Promise.all(Array.from({ length: 16 }, () => appendOneByOne(store(), newStream(), 25)));
      const whole = remembering();
      const subscription = store().subscribe(before, whole.subscriber);
      const pieces = await readInPieces(store(), before, 16 * 25, randomOf(11));
      await writing;
      const expected = (await readEverything(store(), before)).map(placeOf);
      expect(expected).toHaveLength(16 * 25);
      expect(pieces.map(placeOf)).toEqual(expected);
      await eventually(() => expect(whole.seen.map(placeOf)).toEqual(expected));
      await subscription.close();
    });

    it('has handed an event to a live subscriber of this process when its append is answered', async () => {
      const { seen, subscriber, caughtUp } = remembering();
      const subscription = store().subscribe(await store().head(), subscriber);
      await eventually(() => expect(caughtUp()).toBe(1));
      const stream = newStream();
      for (let revision = NO_STREAM; revision < 20; revision += 1) {
        const event = draft();
        await store().append(stream, revision, [event]);
        expect(idsOf(seen).at(-1)).toBe(event.id);
      }
      await subscription.close();
    });
  });
}

async function appendOneByOne(store: EventStore, stream: string, count: number): Promise<void> {
  for (let revision = NO_STREAM; revision < count - 1; revision += 1) await store.append(stream, revision, drafts(1));
}

/** Subscribes, keeps only some of what arrives, as a crash would, and subscribes again after the last kept event. */
async function readInPieces(store: EventStore, from: Position | null, count: number, random: (below: number) => number) {
  const kept: Recorded[] = [];
  while (kept.length < count) {
    const piece = remembering();
    const subscription = store.subscribe(kept.at(-1)?.position ?? from, piece.subscriber);
    await eventually(() => expect(piece.seen.length).toBeGreaterThan(0));
    await subscription.close();
    kept.push(...piece.seen.slice(0, 1 + random(piece.seen.length)));
  }
  return kept;
}
