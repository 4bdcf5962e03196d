import { Clock } from '#event-store/clock';

/** A clock that stands where the test puts it, and otherwise goes on like the real one. */
export class TestClock extends Clock {
  #aheadMs = 0;

  override now(): Date {
    return new Date(Date.now() + this.#aheadMs);
  }

  override monotonicMs(): number {
    return performance.now() + this.#aheadMs;
  }

  advance(seconds: number): void {
    this.#aheadMs += seconds * 1000;
  }
}
