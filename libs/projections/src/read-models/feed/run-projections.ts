import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';
import type { Position, Recorded } from '#event-store/envelope';
import type { EventStore, Subscription } from '#event-store/event-store';
import { activityLog } from '../models/activity-log.js';
import { deadlines } from '../models/deadlines.js';
import { serviceAccountDirectory } from '../models/service-account-directory.js';
import { tokenDirectory } from '../models/token-directory.js';
import { userDirectory } from '../models/user-directory.js';
import { PositionWaiters } from '../position-waiters.js';
import type { Projection } from '../projection.js';
import type { Checkpoint, ReadModels } from '../read-models.js';
import { GivingWay } from './giving-way.js';
import { ProjectionFeed } from './projection-feed.js';

/** Every stored read model there is. */
export const projections: readonly Projection[] = [userDirectory, tokenDirectory, serviceAccountDirectory, deadlines, activityLog];

/** So few that whoever is served meanwhile hardly notices, and so many that the transaction costs little for each. */
const eventsPerTurn = 16;
/** More than so many at a time come of many who write at once. */
const eventsOfFew = 8;

/**
 * Feeds the stored read models from one subscription. A projection whose checkpoint is of another version, of another log or
 * of a place that this log does not have is dropped and made again from the first event; so are all of them when their file
 * turns out to be damaged. While there is no room for them they wait, for nobody is answered from an older state than asked for.
 */
export class ProjectionRunner {
  readonly #store: EventStore;
  readonly #readModels: ReadModels;
  readonly #projections: readonly Projection[];
  readonly #onFatal: (error: unknown) => void;
  readonly #waiters = new PositionWaiters();
  readonly #givingWay: GivingWay;
  readonly #feed: ProjectionFeed;
  #subscription: Subscription | null = null;
  #position: Position = 0n;
  /** Everything up to here has given way already. */
  #dueUpTo: Position = 0n;
  #logId = '';
  #isStopped = false;
  /** There are others beside, who must not be held up. */
  #isBesideOthers = false;
  /** Set while all read models are made again; the subscription before may end as it likes. */
  #isStartingOver = false;

  constructor(
    store: EventStore,
    readModels: ReadModels,
    of: readonly Projection[] = projections,
    onFatal: (error: unknown) => void = () => {},
  ) {
    this.#store = store;
    this.#readModels = readModels;
    this.#projections = of;
    this.#onFatal = onFatal;
    this.#feed = new ProjectionFeed(store, readModels, of, () => this.#isStopped);
    this.#givingWay = new GivingWay(
      () => store.head(),
      () => this.#isStopped || this.#waiters.areThere,
    );
    readModels.onLost(() => this.#startOver());
  }

  /**
   * Resolves once every read model has caught up with the log, or after `withinMs`: what takes longer goes on little by little beside
   * those who are served, and must not be asked before it has `reached` what they know.
   */
  async start(withinMs: number | null = null): Promise<void> {
    const [first] = await this.#store.readAll(null, 1);
    this.#logId = first?.id ?? '';
    for (const projection of this.#projections) this.#feed.positions.set(projection, await this.#startOf(projection));
    const caughtUp = this.#follow();
    await (withinMs === null ? caughtUp : Promise.race([caughtUp, wait(withinMs, null, { ref: false })]));
    this.#isBesideOthers = true;
  }

  /** Whether every read model has applied `position`, waiting for it at most `withinMs`. */
  reached(position: Position, withinMs: number): Promise<boolean> {
    return this.#position >= position ? Promise.resolve(true) : this.#waiters.until(position, withinMs);
  }

  /** How far each read model has got, by its name. */
  positions(): Map<string, Position> {
    return new Map([...this.#feed.positions].map(([{ name }, position]) => [name, position]));
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#subscription?.close();
  }

  async #follow(): Promise<void> {
    const from = [...this.#feed.positions.values()].reduce((a, b) => (a < b ? a : b));
    this.#position = from;
    await new Promise<void>((resolve) => {
      this.#subscription = this.#store.subscribe(from === 0n ? null : from, {
        onEvents: (events) => this.#apply(events),
        onCaughtUp: resolve,
        onEnded: (error) => {
          if (!this.#isStartingOver) this.#onFatal(error);
        },
      });
    });
  }

  /** From now on nothing is answered from what was lost. */
  #startOver(): void {
    this.#position = 0n;
    if (this.#isStartingOver) return;
    this.#isStartingOver = true;
    void this.#startAgain().catch(this.#onFatal);
  }

  async #startAgain(): Promise<void> {
    await this.#subscription?.close();
    this.#isStartingOver = false;
    if (this.#isStopped) return;
    for (const projection of this.#projections) this.#reset(projection);
    await this.#follow();
  }

  #reset(projection: Projection): Position {
    this.#readModels.reset(projection);
    this.#feed.positions.set(projection, 0n);
    return 0n;
  }

  async #startOf(projection: Projection): Promise<Position> {
    const checkpoint = this.#readModels.checkpoint(projection.name);
    const isOfLog = checkpoint?.version === projection.version && (await this.#isOfLog(checkpoint));
    return isOfLog ? checkpoint.position : this.#reset(projection);
  }

  async #isOfLog({ logId, position, mark }: Checkpoint): Promise<boolean> {
    return logId === this.#logId && mark === (await this.#store.markAt(position));
  }

  /** Asynchronous, so that the writer does not wait for it: the next batch does. */
  async #apply(events: readonly Recorded[]): Promise<void> {
    await null;
    this.#logId ||= events[0].id;
    if (!this.#isBesideOthers) return this.#applyPart(events);
    if (events.length > eventsOfFew) await this.#giveWayBefore(events[events.length - 1]);
    for (let first = 0; first < events.length; first += eventsPerTurn) {
      if (first > 0) await nextTurn();
      await this.#readModels.gathered();
      await this.#applyPart(events.slice(first, first + eventsPerTurn));
    }
  }

  /** What was there the last time is applied without waiting once more, or whoever writes for long would never be caught up with. */
  async #giveWayBefore({ position }: Recorded): Promise<void> {
    if (position <= this.#dueUpTo) return;
    await this.#givingWay.untilQuiet();
    this.#dueUpTo = (await this.#store.head()) ?? 0n;
  }

  async #applyPart(events: readonly Recorded[]): Promise<void> {
    await this.#feed.apply(events, this.#logId);
    this.#position = events[events.length - 1].position;
    this.#waiters.reached(this.#position);
  }
}
