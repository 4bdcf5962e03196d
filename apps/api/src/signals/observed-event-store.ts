import type { Draft, Position, Recorded } from '#event-store/envelope';
import { type Appended, EventStore, type Subscriber, type Subscription } from '#event-store/event-store';

/** Observes one append: calls `proceed` once, and returns or throws what it does. */
export type AroundAppend = (stream: string, drafts: readonly Draft[], proceed: () => Promise<Appended>) => Promise<Appended>;

/** Observes a delivery to a subscriber: calls `proceed` once, and resolves or throws as it does. */
export type AroundDelivery = (events: readonly Recorded[], proceed: () => void | Promise<void>) => Promise<void>;

/** A store whose appends are observed, the first observer outermost. The inner store knows of no observer. */
export class ObservedEventStore extends EventStore {
  readonly #store: EventStore;
  readonly #observers: readonly AroundAppend[];
  readonly #aroundDelivery: AroundDelivery | null;

  constructor(store: EventStore, observers: readonly AroundAppend[], aroundDelivery: AroundDelivery | null = null) {
    super();
    this.#store = store;
    this.#observers = observers;
    this.#aroundDelivery = aroundDelivery;
  }

  override append(stream: string, expectedRevision: number, drafts: readonly Draft[]): Promise<Appended> {
    const append = () => this.#store.append(stream, expectedRevision, drafts);
    const watched = this.#observers.reduceRight<() => Promise<Appended>>(
      (proceed, around) => () => around(stream, drafts, proceed),
      append,
    );
    return watched();
  }

  override readStream(stream: string, fromRevision?: number): Promise<Recorded[]> {
    return this.#store.readStream(stream, fromRevision);
  }

  override readAll(after: Position | null, limit: number, isEnough?: () => boolean): Promise<Recorded[]> {
    return this.#store.readAll(after, limit, isEnough);
  }

  override head(): Promise<Position | null> {
    return this.#store.head();
  }

  override mark(): string | null {
    return this.#store.mark();
  }

  override markAt(position: Position): Promise<string | null> {
    return this.#store.markAt(position);
  }

  override holds(mark: string): Promise<boolean> {
    return this.#store.holds(mark);
  }

  override checkWritable(): Promise<void> {
    return this.#store.checkWritable();
  }

  override subscribe(after: Position | null, subscriber: Subscriber): Subscription {
    const around = this.#aroundDelivery;
    if (!around) return this.#store.subscribe(after, subscriber);
    return this.#store.subscribe(after, {
      onEvents: (events) => around(events, () => subscriber.onEvents(events)),
      onCaughtUp: () => subscriber.onCaughtUp?.(),
      onEnded: (error) => subscriber.onEnded?.(error),
    });
  }

  override close(): Promise<void> {
    return this.#store.close();
  }
}
