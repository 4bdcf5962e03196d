import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Position, Recorded } from '#event-store/envelope';
import type { EventStore, Subscription } from '#event-store/event-store';
import type { Projection } from '../projection.js';
import type { ReadModels } from '../read-models.js';
import { BackOff } from './back-off.js';
import type { ProjectionFeed } from './projection-feed.js';

/** So few that anyone who is served meanwhile hardly notices, and so many that the transaction costs little for each. */
const eventsPerTurn = 16;
/** As many as one page of the log has. */
const eventsPerTurnAlone = 1000;
/** More than so many at a time come of many who write at once. */
const eventsOfFew = 8;

export interface FeedingParts {
  readonly store: EventStore;
  readonly readModels: ReadModels;
  readonly feed: ProjectionFeed;
  /** Id of the first event; empty while there is none. */
  readonly logId: string;
  /** Whether others are served meanwhile, who must not be held up. */
  isBesideOthers(): boolean;
  /** What went wrong, if not all is closed: nothing is fed any more. */
  onEnded(error: unknown): void;
}

/**
 * Feeds read models from the log. Those that have got farthest are fed together, from one subscription. Every other catches up beside
 * them from its own checkpoint and then joins them: none of them ever waits for it, and the subscription is never set back.
 */
export class Feeding {
  readonly #parts: FeedingParts;
  readonly #backOff: BackOff;
  /** Fed from the subscription. All have applied at least what it has given. */
  #together: readonly Projection[] = [];
  #position: Position = 0n;
  #logId: string;
  #subscription: Subscription | null = null;
  #catchingUp: Promise<void> = Promise.resolve();
  #isClosed = false;
  #onApplied: () => void = () => {};
  /** Settled when nobody feeds those that are together, or lets another join them. */
  #free: Promise<unknown> = Promise.resolve();
  /** Everything up to here has given way already. */
  #dueUpTo: Position = 0n;

  constructor(parts: FeedingParts) {
    this.#parts = parts;
    this.#logId = parts.logId;
    this.#backOff = new BackOff(
      () => parts.store.head(),
      () => this.#isClosed || parts.feed.positions.areAwaited(this.#together),
    );
  }

  /** Resolves once every one of `projections` has caught up with the log and is fed with the others. */
  async follow(projections: readonly Projection[]): Promise<void> {
    const [farthest = [], ...behind] = this.#byPosition(projections);
    this.#together = farthest;
    this.#position = farthest.length > 0 ? this.#positionOf(farthest) : 0n;
    await this.#subscribe();
    this.#catchingUp = this.#catchUp(behind).catch((error) => this.#end(error));
    await this.#catchingUp;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#subscription?.close();
    await this.#catchingUp;
  }

  /** Those at one place in the log have the same way to go. The farthest come first. */
  #byPosition(projections: readonly Projection[]): Projection[][] {
    const groups = new Map<Position, Projection[]>();
    for (const projection of projections) {
      const position = this.#parts.feed.positions.of(projection);
      groups.set(position, [...(groups.get(position) ?? []), projection]);
    }
    return [...groups].sort(([a], [b]) => (a < b ? 1 : -1)).map(([, group]) => group);
  }

  /** Of read models that are fed together. */
  #positionOf([first]: readonly Projection[]): Position {
    return this.#parts.feed.positions.of(first);
  }

  /**
   * Resolves once those that are together have applied what the log holds now: anyone who is farther behind begins then. That there is
   * nothing left to give them may never be so, while others write.
   */
  async #subscribe(): Promise<void> {
    const { store } = this.#parts;
    const end = (await store.head()) ?? 0n;
    if (this.#isClosed) return;
    await new Promise<void>((resolve) => {
      this.#onApplied = () => {
        if (this.#position >= end) resolve();
      };
      this.#subscription = store.subscribe(this.#position === 0n ? null : this.#position, {
        onEvents: (events) => this.#apply(events),
        onEnded: (error) => this.#end(error),
      });
      this.#onApplied();
    });
  }

  #end(error: unknown): void {
    if (!this.#isClosed) this.#parts.onEnded(error);
  }

  /** Some events for each in turn, so that none waits for another. */
  async #catchUp(groups: readonly (readonly Projection[])[]): Promise<void> {
    for (let behind = groups; behind.length > 0; ) {
      const still: (readonly Projection[])[] = [];
      for (const group of behind) {
        if (this.#isClosed) return;
        await this.#turn();
        const isNearlyThere = await this.#advance(group);
        if (isNearlyThere) await this.#join(group);
        else still.push(group);
      }
      behind = still;
    }
  }

  async #turn(): Promise<void> {
    if (this.#parts.isBesideOthers()) await this.#parts.readModels.drained();
    await nextTurn();
  }

  /** Answers whether no more events were there than are applied at a time, or those that are together have no more either. */
  async #advance(group: readonly Projection[]): Promise<boolean> {
    const { store, feed, isBesideOthers } = this.#parts;
    const position = this.#positionOf(group);
    const limit = isBesideOthers() ? eventsPerTurn : eventsPerTurnAlone;
    const events = await store.readAll(position === 0n ? null : position, limit);
    if (events.length > 0) await feed.apply(group, events, this.#logId);
    return events.length < limit || this.#positionOf(group) >= this.#position;
  }

  /** While those that are together are not fed, the group makes up for what they were given since. It may get ahead of them. */
  #join(group: readonly Projection[]): Promise<void> {
    return this.#exclusively(async () => {
      while (this.#positionOf(group) < this.#position) {
        if (this.#isClosed) return;
        await this.#advance(group);
      }
      this.#together = [...this.#together, ...group];
    });
  }

  #exclusively(work: () => Promise<void>): Promise<void> {
    const done = this.#free.then(work);
    this.#free = done.catch(() => {});
    return done;
  }

  /** Asynchronous, so that the writer does not wait for it: the next batch does. */
  async #apply(events: readonly Recorded[]): Promise<void> {
    await null;
    this.#logId ||= events[0].id;
    if (!this.#parts.isBesideOthers()) return this.#applyPart(events);
    if (events.length > eventsOfFew) await this.#backOffBefore(events[events.length - 1]);
    for (let first = 0; first < events.length; first += eventsPerTurn) {
      if (first > 0) await nextTurn();
      await this.#parts.readModels.drained();
      await this.#applyPart(events.slice(first, first + eventsPerTurn));
    }
  }

  /** What was there the last time is applied without waiting once more, or anyone who writes for long would never be caught up with. */
  async #backOffBefore({ position }: Recorded): Promise<void> {
    if (position <= this.#dueUpTo) return;
    await this.#backOff.untilQuiet();
    this.#dueUpTo = (await this.#parts.store.head()) ?? 0n;
  }

  #applyPart(events: readonly Recorded[]): Promise<void> {
    return this.#exclusively(async () => {
      await this.#parts.feed.apply(this.#together, events, this.#logId);
      this.#position = events[events.length - 1].position;
      this.#onApplied();
    });
  }
}
