import { Injectable } from '@nestjs/common';
import { Clock } from '#event-store/clock';

/**
 * Anyone who asks for a verdict waits at most so long, and for one step of the work that has the turn: to read, to write or to open one
 * event takes a few µs, and of the largest, 256 KiB, about a millisecond.
 */
const turnMs = 0.5;

/**
 * The one thread that serves everybody. Long reads share it in turns: one of them works at a time, for a moment by the clock, and
 * whatever else has come is served before the next.
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

  /** Resolves when it is the turn of the work that asks. */
  next(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      if (this.#waiting.length === 1) setImmediate(() => this.#give());
    });
  }

  /** Makes one of each row, in their order, in as many turns as it takes. */
  async each<Row, Made>(rows: readonly Row[], make: (row: Row) => Made | Promise<Made>): Promise<Made[]> {
    const made: Made[] = [];
    for (const row of rows) {
      if (this.isOver) await this.next();
      made.push(await make(row));
    }
    return made;
  }

  #give(): void {
    const resolve = this.#waiting.shift();
    if (this.#waiting.length > 0) setImmediate(() => this.#give());
    this.#endsAtMs = this.clock.monotonicMs() + turnMs;
    resolve?.();
  }
}
