import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Position, Recorded } from '../envelope.js';
import type { Subscriber, Subscription } from '../event-store.js';

const pageEvents = 1000;

type ReadPage = (after: Position | null, limit: number) => Recorded[];

/**
 * One subscription to the embedded log. While it catches up, or while its handler is busy, it reads events from the log; once it is idle,
 * the writer hands it each commit synchronously.
 */
export class EmbeddedSubscription implements Subscription {
  readonly #subscriber: Subscriber;
  readonly #readPage: ReadPage;
  #position: Position | null;
  #state: 'reading' | 'idle' | 'ended' = 'reading';
  #caughtUpBefore = false;
  #reading: Promise<void> = Promise.resolve();
  #onEnd: () => void = () => {};

  constructor(after: Position | null, subscriber: Subscriber, readPage: ReadPage) {
    this.#position = after;
    this.#subscriber = subscriber;
    this.#readPage = readPage;
  }

  start(onEnd: () => void): void {
    this.#onEnd = onEnd;
    this.#reading = this.#readUntilIdle(nextTurn());
  }

  /** Called by the writer after each commit, before any of its appends is answered. */
  handOver(committed: readonly Recorded[]): void {
    if (this.#state !== 'idle' || committed.length === 0) return;
    try {
      const handled = this.#subscriber.onEvents(committed);
      this.#position = committed[committed.length - 1].position;
      if (!handled) return;
      this.#state = 'reading';
      this.#reading = this.#readUntilIdle(handled);
    } catch (error) {
      this.#end(error);
    }
  }

  async close(): Promise<void> {
    this.#state = 'ended';
    this.#onEnd();
    await this.#reading;
  }

  async #readUntilIdle(before: Promise<unknown>): Promise<void> {
    try {
      await before;
      while (this.#state === 'reading') {
        const page = this.#readPage(this.#position, pageEvents);
        if (page.length === 0) return this.#becomeIdle();
        await this.#subscriber.onEvents(page);
        this.#position = page[page.length - 1].position;
        await nextTurn();
      }
    } catch (error) {
      this.#end(error);
    }
  }

  /** The subscription becomes idle in the same tick as the empty read, so that no commit can fall in between. */
  #becomeIdle(): void {
    this.#state = 'idle';
    if (this.#caughtUpBefore) return;
    this.#caughtUpBefore = true;
    this.#subscriber.onCaughtUp?.();
  }

  #end(error: unknown): void {
    if (this.#state === 'ended') return;
    this.#state = 'ended';
    this.#onEnd();
    this.#subscriber.onEnded?.(error);
  }
}
