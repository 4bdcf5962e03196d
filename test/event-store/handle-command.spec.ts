import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '#api/edge/ids';
import type { Decider } from '#domain/decider';
import { EmbeddedEventStore } from '#event-store/embedded/embedded-event-store';
import type { Actor, Draft, Position } from '#event-store/envelope';
import { type Appended, OutcomeUnknown, StoreUnavailable } from '#event-store/event-store';
import { Ledger } from '#event-store/ledger';
import type { Origin } from '#event-store/origin';
import { DyingStore } from '../support/dying-store.js';
import { TestClock } from '../support/test-clock.js';

type Event = { type: 'Counted'; by: string };
type Counter = Decider<string[], string, Event>;
/** Counts up to ten, and counts nobody twice. */
const upToTen: Counter = {
  initial: [],
  decide: (state, by) => (state.length >= 10 || state.includes(by) ? [] : [{ type: 'Counted', by }]),
  evolve: (state, { by }) => [...state, by],
};
const withoutBound: Counter = {
  ...upToTen,
  decide(state, by) {
    if (by.endsWith('0')) throw new Error('Not by tens.');
    return state.includes(by) ? [] : [{ type: 'Counted', by }];
  },
};
const counter = (number: number) => ({ name: `counter-${number}`, decider: upToTen });
const unbounded = (number: number) => ({ name: `counter-${number}`, decider: withoutBound });
const types = { Counted: { schemaVersion: 1, critical: true } };

describe('Handling a command', () => {
  let directory: string;
  let store: EmbeddedEventStore;
  let origin: Origin;
  let heard: [Position, boolean][];
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'keyledger-'));
    store = await EmbeddedEventStore.open({ directory });
    const actor: Actor = { kind: 'user', id: 'ada', credentialId: 'c' };
    heard = [];
    const onDecided = (...decided: [Position, boolean]) => heard.push(decided);
    origin = { actor, organizationId: 'org', correlationId: newId(), causationId: null, requestId: 'r', onDecided };
  });
  afterEach(async () => {
    await store.close();
    await rm(directory, { recursive: true, force: true });
  });
  const ledger = (over: EmbeddedEventStore | DyingStore = store) => new Ledger(over, new TestClock(), types);

  it('appends what was decided, with who asked, and tells at which place of the log', async () => {
    const { events, before, state, position } = await ledger().on(counter(1)).handle('ada', origin);
    expect([events, before, state]).toEqual([[{ type: 'Counted', by: 'ada' }], [], ['ada']]);
    const [recorded] = await store.readStream('counter-1');
    expect(recorded).toMatchObject({
      type: 'Counted',
      data: { by: 'ada' },
      actor: origin.actor,
      organizationId: 'org',
      requestId: 'r',
      critical: true,
    });
    expect([position, heard]).toEqual([recorded.position, [[recorded.position, true]]]);
  });

  it('appends nothing for a wish that is already true, and tells the place that it read', async () => {
    const { position } = await ledger().on(counter(1)).handle('ada', origin);
    await ledger().on(counter(2)).handle('bob', origin);
    expect(await ledger().on(counter(1)).handle('ada', origin)).toMatchObject({ events: [], position });
    expect(heard.at(-1)).toEqual([position, false]);
  });

  it('decides again on what another writer did in between: ten of forty are counted', async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 40 }, (_, i) => ledger().on(counter(1)).handle(`by ${i}`, origin)));
    const counted = outcomes.filter((outcome) => outcome.status === 'fulfilled' && outcome.value.events.length === 1);
    expect(counted).toHaveLength(10);
    expect(await store.readStream('counter-1')).toHaveLength(10);
  });

  it('refuses nobody because others were faster, and lets each decide on what those before did', async () => {
    const handling = ledger();
    const outcomes = await Promise.allSettled(Array.from({ length: 200 }, (_, i) => handling.on(unbounded(1)).handle(`by ${i}`, origin)));
    const failed = outcomes.filter(({ status }) => status === 'rejected');
    expect(failed.map((outcome) => (outcome as PromiseRejectedResult).reason.message)).toEqual(Array(20).fill('Not by tens.'));
    const counted = (await store.readStream('counter-1')).map(({ data }) => data.by);
    expect([counted.length, new Set(counted).size]).toEqual([180, 180]);
  });

  it('reads of a long stream only what came since it was last folded, and folds it anew for anyone who folds it otherwise', async () => {
    const from: number[] = [];
    const handling = ledger(
      new (class extends DyingStore {
        override readStream(stream: string, fromRevision = 0) {
          from.push(fromRevision);
          return super.readStream(stream, fromRevision);
        }
      })(store),
    );
    for (let i = 0; i < 70; i += 1) await ledger().on(unbounded(1)).handle(`by x${i}x`, origin);
    await handling.on(unbounded(1)).load();
    await ledger().on(unbounded(1)).handle('late', origin);
    const { state, revision, begunAt } = await handling.on(unbounded(1)).load();
    expect([state.length, state.at(-1), revision, from]).toEqual([71, 'late', 70, [0, 70]]);
    const [first] = await store.readStream('counter-1');
    const last = (await store.readStream('counter-1', 70))[0];
    expect(await handling.on(unbounded(1)).load()).toEqual({ state, revision: 70, begunAt, position: last.position });
    expect(begunAt).toBe(first.occurredAt);
    const sum = { ...withoutBound, initial: [], evolve: (all: string[]) => [...all, 'one'] };
    expect((await handling.on({ name: 'counter-1', decider: sum }).load()).state).toEqual(Array(71).fill('one'));
    expect((await handling.on(unbounded(1)).handle('late', origin)).events).toEqual([]);
  });

  it('does the same, one command or each of many, for an origin that nobody listens at', async () => {
    const { onDecided: _, ...unheard } = origin;
    await ledger().on(counter(1)).handle('ada', unheard);
    await ledger()
      .on(counter(2))
      .handleEach(
        (async function* () {
          yield* ['bob', 'bob', 'eve'];
        })(),
        unheard,
      );
    const counted = await Promise.all(['counter-1', 'counter-2'].map((stream) => store.readStream(stream)));
    expect(counted.map((events) => events.map(({ data }) => data.by))).toEqual([['ada'], ['bob', 'eve']]);
  });

  it('begins a stream without reading it', async () => {
    const unread = new (class extends DyingStore {
      override async readStream(): Promise<never> {
        throw new Error('It was read.');
      }
    })(store);
    const { state, begunAt, position: told } = await ledger(unread).on(counter(1)).begin('ada', origin);
    const [{ occurredAt, position }] = await store.readStream('counter-1');
    expect([state, begunAt, told]).toEqual([['ada'], occurredAt, position]);
  });

  it('decides on what is there where a stream was to begin that had begun before', async () => {
    const clock = new TestClock();
    const { begunAt } = await new Ledger(store, clock, types).on(counter(1)).handle('ada', origin);
    clock.advance(60);
    expect(await new Ledger(store, clock, types).on(counter(1)).begin('ada', origin)).toMatchObject({ events: [], begunAt });
    expect(await new Ledger(store, clock, types).on(counter(1)).begin('bob', origin)).toMatchObject({
      state: ['ada', 'bob'],
      begunAt,
    });
    expect((await store.readStream('counter-1')).map(({ data }) => data.by)).toEqual(['ada', 'bob']);
  });

  it('repeats an append whose outcome is unknown with the same ids, which is the same append', async () => {
    const lossy = new (class extends DyingStore {
      lost = 0;
      override async append(stream: string, revision: number, drafts: readonly Draft[]): Promise<Appended> {
        const appended = await super.append(stream, revision, drafts);
        if (this.lost++ < 2) throw new OutcomeUnknown('The answer was lost on its way.');
        return appended;
      }
    })(store);
    expect((await ledger(lossy).on(counter(1)).handle('ada', origin)).events).toHaveLength(1);
    expect(await store.readStream('counter-1')).toHaveLength(1);
  });

  it('gives up, and says so, when the store cannot be reached', async () => {
    const dead = new DyingStore(store);
    dead.diesAfter = 0;
    await expect(ledger(dead).on(counter(1)).handle('ada', origin)).rejects.toBeInstanceOf(StoreUnavailable);
    expect(heard).toEqual([]);
  });
});
