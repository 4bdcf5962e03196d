import type { Position, Recorded } from '#event-store/envelope';
import type { EventStore, Subscription } from '#event-store/event-store';
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

/**
 * Feeds the stored read models from one subscription. A projection whose checkpoint is of another version, of another log or
 * of a place that this log does not have is dropped and made again from the first event.
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
  }

  /** Resolves once every read model has caught up with the log. */
  async start(): Promise<void> {
    const [first] = await this.#store.readAll(null, 1);
    this.#logId = first?.id ?? '';
    for (const projection of this.#projections) this.#positions.set(projection, await this.#startOf(projection));
    const from = [...this.#positions.values()].reduce((a, b) => (a < b ? a : b));
    this.#position = from;
    await new Promise<void>((resolve) => {
      this.#subscription = this.#store.subscribe(from === 0n ? null : from, {
        onEvents: (events) => this.#apply(events),
        onCaughtUp: resolve,
        onEnded: this.#onFatal,
      });
    });
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
    await this.#subscription?.close();
  }

  async #startOf(projection: Projection): Promise<Position> {
    const checkpoint = this.#readModels.checkpoint(projection.name);
    if (checkpoint?.version === projection.version && checkpoint.logId === this.#logId) {
      const [event] = await this.#store.readAll(checkpoint.position - 1n, 1);
      if (event?.id === checkpoint.eventId) return checkpoint.position;
    }
    this.#readModels.reset(projection);
    return 0n;
  }

  /** Asynchronous, so that the writer does not wait for it: the next batch does. */
  async #apply(events: readonly Recorded[]): Promise<void> {
    await null;
    this.#logId ||= events[0].id;
    for (const projection of this.#projections) this.#applyTo(projection, events);
    this.#position = events[events.length - 1].position;
    this.#waiters.reached(this.#position);
  }

  #applyTo(projection: Projection, events: readonly Recorded[]): void {
    const from = this.#positions.get(projection) ?? 0n;
    const changes = events.filter(({ position }) => position > from).flatMap((recorded) => this.#project(projection, recorded));
    const { position, id } = events[events.length - 1];
    if (position <= from) return;
    this.#readModels.commit(projection.name, changes, { version: projection.version, logId: this.#logId, position, eventId: id });
    this.#positions.set(projection, position);
  }

  #project(projection: Projection, recorded: Recorded): Change[] {
    try {
      return projection.project(recorded);
    } catch (error) {
      this.#readModels.park(projection.name, recorded.position, (error as Error).message);
      return [];
    }
  }
}
