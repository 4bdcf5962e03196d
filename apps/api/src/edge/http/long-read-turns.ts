import { Injectable } from '@nestjs/common';
import { Clock } from '#event-store/clock';

/**
 * A verdict waits at most this long, plus one step of the work that has the turn: reading, writing or opening one event takes a few µs, the
 * largest (256 KiB) about a millisecond.
 */
const turnMs = 0.5;

/**
 * The event loop serves everybody on one thread. Long reads take turns on it: one works at a time, for a bounded time, and other work that
 * has arrived is served before the next turn.
 */
@Injectable()
export class LongReadTurns {
  readonly #waiting: (() => void)[] = [];
  #endsAtMs = Number.NEGATIVE_INFINITY;

  constructor(private readonly clock: Clock) {}

  /** Whether the time of this turn is over. Long work asks between its steps. */
  get isOver(): boolean {
    return this.clock.monotonicMs() >= this.#endsAtMs;
  }

  /** Resolves when the caller has the turn. */
  next(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      if (this.#waiting.length === 1) setImmediate(() => this.#serveNext());
    });
  }

  /**
   * Makes one of many things that are asked for side by side. The question whether the turn is over comes right before the making: when it
   * came earlier, all would get the same answer, and go on in one turn.
   */
  async step<Made>(make: () => Made | Promise<Made>): Promise<Made> {
    while (this.isOver) await this.next();
    return make();
  }

  /** Maps each row, in order, in as many turns as it takes. */
  async each<Row, Made>(rows: readonly Row[], make: (row: Row) => Made | Promise<Made>): Promise<Made[]> {
    const made: Made[] = [];
    for (const row of rows) {
      if (this.isOver) await this.next();
      made.push(await make(row));
    }
    return made;
  }

  #serveNext(): void {
    const resolve = this.#waiting.shift();
    if (this.#waiting.length > 0) setImmediate(() => this.#serveNext());
    this.#endsAtMs = this.clock.monotonicMs() + turnMs;
    resolve?.();
  }
}
