import { setTimeout as wait } from 'node:timers/promises';
import type { Position, Recorded } from '#event-store/envelope';
import { type EventStore, StoreUnavailable, type Subscription } from '#event-store/event-store';
import { isDiskFull, isOfValues } from '#event-store/sqlite-driver';
import { activityLog } from '#projections/activity-log';
import { deadlines } from '#projections/deadlines';
import { PositionWaiters } from '#projections/position-waiters';
import type { Change, Projection } from '#projections/projection';
import type { ReadModels } from '#projections/read-models';
import { serviceAccountDirectory } from '#projections/service-account-directory';
import { tokenDirectory } from '#projections/token-directory';
import { userDirectory } from '#projections/user-directory';

/** Every stored read model there is. */
export const projections: readonly Projection[] = [userDirectory, tokenDirectory, serviceAccountDirectory, deadlines, activityLog];

const retryMs = 500;

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
  readonly #positions = new Map<Projection, Position>();
  #subscription: Subscription | null = null;
  #position: Position = 0n;
  #logId = '';
  #isStopped = false;
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
    readModels.onLost(() => this.#startOver());
  }

  /** Resolves once every read model has caught up with the log. */
  async start(): Promise<void> {
    const [first] = await this.#store.readAll(null, 1);
    this.#logId = first?.id ?? '';
    for (const projection of this.#projections) this.#positions.set(projection, await this.#startOf(projection));
    await this.#follow();
  }

  /** Whether every read model has applied `position`, waiting for it at most `withinMs`. */
  reached(position: Position, withinMs: number): Promise<boolean> {
    return this.#position >= position ? Promise.resolve(true) : this.#waiters.until(position, withinMs);
  }

  /** How far each read model has got, by its name. */
  positions(): Map<string, Position> {
    return new Map([...this.#positions].map(([{ name }, position]) => [name, position]));
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#subscription?.close();
  }

  async #follow(): Promise<void> {
    const from = [...this.#positions.values()].reduce((a, b) => (a < b ? a : b));
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
    this.#positions.set(projection, 0n);
    return 0n;
  }

  async #startOf(projection: Projection): Promise<Position> {
    const checkpoint = this.#readModels.checkpoint(projection.name);
    if (checkpoint?.version === projection.version && checkpoint.logId === this.#logId) {
      const [event] = await this.#store.readAll(checkpoint.position - 1n, 1);
      if (event?.id === checkpoint.eventId) return checkpoint.position;
    }
    return this.#reset(projection);
  }

  /** Asynchronous, so that the writer does not wait for it: the next batch does. */
  async #apply(events: readonly Recorded[]): Promise<void> {
    await null;
    this.#logId ||= events[0].id;
    for (const projection of this.#projections) await this.#applyTo(projection, events);
    this.#position = events[events.length - 1].position;
    this.#waiters.reached(this.#position);
  }

  async #applyTo(projection: Projection, events: readonly Recorded[]): Promise<void> {
    const from = this.#positions.get(projection) ?? 0n;
    const news = events.filter(({ position }) => position > from);
    let apply = () => this.#commit(projection, news, (recorded) => projection.project(recorded));
    while (news.length > 0) {
      try {
        return apply();
      } catch (error) {
        if (this.#isStopped || error instanceof StoreUnavailable) throw error;
        if (isOfValues(error)) apply = () => this.#applyOneByOne(projection, news);
        else if (isDiskFull(error)) await wait(retryMs);
        else throw error;
      }
    }
  }

  /** An event that cannot be projected, or whose rows cannot be stored, is remembered and left out: those after it are not stopped. */
  #applyOneByOne(projection: Projection, events: readonly Recorded[]): void {
    for (const recorded of events) {
      try {
        this.#commit(projection, [recorded], (each) => projection.project(each));
      } catch (error) {
        if (!isOfValues(error)) throw error;
        this.#readModels.park(projection.name, recorded.position, (error as Error).message);
        this.#commit(projection, [recorded], () => []);
      }
    }
  }

  #commit(projection: Projection, events: readonly Recorded[], project: (recorded: Recorded) => Change[]): void {
    const { position, id } = events[events.length - 1];
    const checkpoint = { version: projection.version, logId: this.#logId, position, eventId: id };
    this.#readModels.commit(projection.name, events.flatMap(project), checkpoint);
    this.#positions.set(projection, position);
  }
}
