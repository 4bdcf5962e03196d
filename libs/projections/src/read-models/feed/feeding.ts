import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Position, Recorded } from '#event-store/envelope';
import type { EventStore, Subscription } from '#event-store/event-store';
import type { Projection } from '../projection.js';
import type { ReadModels } from '../read-models.js';
import { BackOff } from './back-off.js';
import type { ProjectionFeed } from './projection-feed.js';

/** So few events that requests served meanwhile are hardly delayed, and so many that the cost of the transaction is shared. */
const eventsPerTurn = 16;
/** As many events as a page of the log has. */
const eventsPerTurnAlone = 1000;
/** A larger batch means that many clients write at once. */
const eventsOfFew = 8;

export interface FeedingParts {
  readonly store: EventStore;
  readonly readModels: ReadModels;
  readonly feed: ProjectionFeed;
  /** Id of the first event; empty while there is none. */
  readonly logId: string;
  /** Whether requests are being served meanwhile, which must not be delayed. */
  isBesideOthers(): boolean;
  /** Called with the error that ended the feeding, unless it was closed. */
  onEnded(error: unknown): void;
}

/**
 * Feeds read models from the log. Those that are farthest share one subscription. Every other one catches up from its own checkpoint, in
 * turns, and then joins them: none of them waits for it, and the subscription never goes back.
 */
export class Feeding {
  readonly #parts: FeedingParts;
  readonly #backOff: BackOff;
  /** The read models that share the subscription. All have applied at least what it has delivered. */
  #together: readonly Projection[] = [];
  #position: Position = 0n;
  #logId: string;
  #subscription: Subscription | null = null;
  #catchingUp: Promise<void> = Promise.resolve();
  #isClosed = false;
  #onApplied: () => void = () => {};
  /** Settles when no batch is being applied to the shared read models and none is joining them. */
  #free: Promise<unknown> = Promise.resolve();
  /** No further back-off happens up to here. */
  #dueUpTo: Position = 0n;

  constructor(parts: FeedingParts) {
    this.#parts = parts;
    this.#logId = parts.logId;
    this.#backOff = new BackOff(
      () => parts.store.head(),
      () => this.#isClosed || parts.feed.positions.areAwaited(this.#together),
    );
  }

  /** Resolves once each of `projections` has caught up with the log and shares the subscription. */
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

  /** Groups projections at the same position, since they have the same events to read. The farthest group comes first. */
  #byPosition(projections: readonly Projection[]): Projection[][] {
    const groups = new Map<Position, Projection[]>();
    for (const projection of projections) {
      const position = this.#parts.feed.positions.of(projection);
      groups.set(position, [...(groups.get(position) ?? []), projection]);
    }
    return [...groups].sort(([a], [b]) => (a < b ? 1 : -1)).map(([, group]) => group);
  }

  /** The position of read models that are fed together. */
  #positionOf([first]: readonly Projection[]): Position {
    return this.#parts.feed.positions.of(first);
  }

  /**
   * Resolves once the shared read models have applied what the log holds now; the others begin to catch up then. It does not wait for an
   * empty log, since that may never happen while others write.
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

  /** Applies a few events to each group in turn, so that no group waits for another. */
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

  /** Returns whether the group has reached the end of the log, or the position of the shared read models. */
  async #advance(group: readonly Projection[]): Promise<boolean> {
    const { store, feed, isBesideOthers } = this.#parts;
    const position = this.#positionOf(group);
    const limit = isBesideOthers() ? eventsPerTurn : eventsPerTurnAlone;
    const events = await store.readAll(position === 0n ? null : position, limit);
    if (events.length > 0) await feed.apply(group, events, this.#logId);
    return events.length < limit || this.#positionOf(group) >= this.#position;
  }

  /**
   * Applies to the group what the shared read models have received since, while they are paused, and then adds it to them. The group may
   * end up ahead of them.
   */
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

  /** Asynchronous, so that the writer does not wait; the next batch does. */
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

  /**
   * Events that were in the log at the last back-off are applied without another one; otherwise a steady writer would postpone them for
   * ever.
   */
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
