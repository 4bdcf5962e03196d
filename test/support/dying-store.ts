import type { Draft, Position, Recorded } from '#event-store/envelope';
import { type Appended, EventStore, StoreUnavailable, type Subscriber, type Subscription } from '#event-store/event-store';

/**
 * A store that dies after a number of appends, as a process does that is killed between two of them; that lets a test do
 * something right before an append, as another writer may; and whose subscriptions can fall silent, as one does that was cut off
 * and not told.
 */
export class DyingStore extends EventStore {
  appends = 0;
  probes = 0;
  diesAfter = Number.POSITIVE_INFINITY;
  /**
   * Called after each append, before its writer hears of it; not after those of the worker, which records at any moment what follows from
   * what happened before.
   */
  onAppended: () => void = () => {};
  readonly #interruptions = new Map<string, () => Promise<unknown>>();
  #speaking: Promise<void> | null = null;
  #speakAgain = () => {};

  constructor(private readonly store: EventStore) {
    super();
  }

  /** Waits for `action` right before the next append of an event of this type. */
  interruptBefore(type: string, action: () => Promise<unknown>): void {
    this.#interruptions.set(type, action);
  }

  override async append(stream: string, expectedRevision: number, events: readonly Draft[]): Promise<Appended> {
    await this.#interrupt(events);
    if (this.appends >= this.diesAfter) throw new StoreUnavailable('The process was killed here.');
    this.appends += 1;
    const appended = await this.store.append(stream, expectedRevision, events);
    if (!events.every(isOfWorker)) this.onAppended();
    return appended;
  }

  async #interrupt(events: readonly Draft[]): Promise<void> {
    for (const { type } of events) {
      const action = this.#interruptions.get(type);
      this.#interruptions.delete(type);
      await action?.();
    }
  }

  override readStream(stream: string, fromRevision?: number): Promise<Recorded[]> {
    return this.store.readStream(stream, fromRevision);
  }

  override readAll(after: Position | null, limit: number, isEnough?: () => boolean): Promise<Recorded[]> {
    return this.store.readAll(after, limit, isEnough);
  }

  override head(): Promise<Position | null> {
    return this.store.head();
  }

  override mark(): string | null {
    return this.store.mark();
  }

  override markAt(position: Position): Promise<string | null> {
    return this.store.markAt(position);
  }

  override holds(mark: string): Promise<boolean> {
    return this.store.holds(mark);
  }

  override checkWritable(): Promise<void> {
    if (this.appends >= this.diesAfter) return Promise.reject(new StoreUnavailable('The process was killed here.'));
    this.probes += 1;
    return this.store.checkWritable();
  }

  override subscribe(after: Position | null, subscriber: Subscriber): Subscription {
    return this.store.subscribe(after, { ...subscriber, onEvents: (events) => this.#deliver(subscriber, events) });
  }

  /** Nothing is delivered to any subscriber until they speak again. */
  silenceSubscriptions(): void {
    this.#speaking ??= new Promise((resolve) => (this.#speakAgain = resolve));
  }

  speakAgain(): void {
    this.#speaking = null;
    this.#speakAgain();
  }

  override close(): Promise<void> {
    return this.store.close();
  }

  #deliver(subscriber: Subscriber, events: readonly Recorded[]): void | Promise<void> {
    if (!this.#speaking) return subscriber.onEvents(events);
    return this.#speaking.then(() => subscriber.onEvents(events));
  }
}

const isOfWorker = ({ actor }: Draft) => actor.kind === 'system' && actor.id === 'worker';
