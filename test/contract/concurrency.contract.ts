import { describe, expect, it } from '@jest/globals';
import { newId } from '#api/edge/ids';
import type { Draft } from '#event-store/envelope';
import { type Appended, ConcurrencyConflict, type EventStore, NO_STREAM } from '#event-store/event-store';
import { drafts, idsOf, randomOf, readEverything } from '../support/events.js';

interface Attempt {
  readonly stream: string;
  readonly expectedRevision: number;
  readonly events: Draft[];
  appended?: Appended;
  conflict?: ConcurrencyConflict;
}

export function describeConcurrency(store: () => EventStore): void {
  describe('many writers', () => {
    it('of one stream at one revision have one winner', async () => {
      const stream = `contract-${newId()}`;
      const attempts = Array.from({ length: 20 }, () => store().append(stream, NO_STREAM, drafts(1)));
      const settled = await Promise.allSettled(attempts);
      expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(await store().readStream(stream)).toHaveLength(1);
    });

    it.each([1, 2, 3])('(64 of them, seed %d) leave what an in-memory model of their outcomes leaves', async (seed) => {
      const before = await store().head();
      const random = randomOf(seed);
      const streams = Array.from({ length: 10 }, () => `contract-${newId()}`);
      const attempts: Attempt[] = [];
      const writer = async () => {
        for (let round = 0; round < 12; round += 1) {
          const stream = streams[random(streams.length)];
          const known = (await store().readStream(stream)).length - 1;
          const expectedRevision = Math.max(NO_STREAM, known + random(3) - 1);
          const attempt: Attempt = { stream, expectedRevision, events: drafts(1 + random(3)) };
          attempts.push(attempt);
          await settle(store(), attempt);
        }
      };
      await Promise.all(Array.from({ length: 64 }, writer));
      const log = await readEverything(store(), before);
      expectLikeModel(attempts, log);
      for (const stream of streams) {
        const own = log.filter((event) => event.stream === stream);
        expect(await store().readStream(stream)).toEqual(own);
        expect(own.map(({ revision }) => revision)).toEqual(own.map((_, index) => index));
      }
    });

    it('that repeat the same append in a storm store it once, and all are told the same', async () => {
      const stream = `contract-${newId()}`;
      const events = drafts(3);
      const storm = await Promise.all(Array.from({ length: 50 }, () => store().append(stream, NO_STREAM, events)));
      expect(new Set(storm.map(({ position, revision }) => `${position} ${revision}`)).size).toBe(1);
      expect(idsOf(await store().readStream(stream))).toEqual(idsOf(events));
    });

    it('do not fail one another: a conflict, a too large one and a good one arrive together', async () => {
      const [one, two] = [`contract-${newId()}`, `contract-${newId()}`];
      const outcomes = await Promise.allSettled([
        store().append(one, 5, drafts(1)),
        store().append(one, NO_STREAM, [{ ...drafts(1)[0], data: { text: 'x'.repeat(300_000) } }]),
        store().append(one, NO_STREAM, drafts(2)),
        store().append(two, NO_STREAM, drafts(1)),
        store().append(one, 1, drafts(1)),
      ]);
      expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled', 'fulfilled', 'fulfilled']);
      expect(await store().readStream(one)).toHaveLength(3);
    });
  });
}

async function settle(store: EventStore, attempt: Attempt): Promise<void> {
  try {
    attempt.appended = await store.append(attempt.stream, attempt.expectedRevision, attempt.events);
  } catch (error) {
    if (!(error instanceof ConcurrencyConflict)) throw error;
    attempt.conflict = error;
  }
}

/** Replays the winners by position: each must be valid after the ones before, and together they are the log. */
function expectLikeModel(attempts: readonly Attempt[], log: readonly { id: string; stream: string }[]): void {
  const model = new Map<string, string[]>();
  const order: string[] = [];
  const winners = attempts.filter(({ appended }) => appended);
  winners.sort((a, b) => Number((a.appended as Appended).position - (b.appended as Appended).position));
  for (const { stream, expectedRevision, events, appended } of winners) {
    const ids = model.get(stream) ?? [];
    expect(expectedRevision).toBe(ids.length - 1);
    model.set(stream, [...ids, ...idsOf(events)]);
    order.push(...idsOf(events));
    expect(appended?.revision).toBe(expectedRevision + events.length);
  }
  expect(idsOf(log)).toEqual(order);
  const losers = attempts.filter(({ conflict }) => conflict);
  expect(losers.length + winners.length).toBe(attempts.length);
  for (const { conflict, expectedRevision } of losers) expect(conflict?.actualRevision).not.toBe(expectedRevision);
}
