import { Clock } from '#event-store/clock';

/** A clock that stands where the test puts it, and otherwise goes on like the real one. */
export class TestClock extends Clock {
  #aheadMs = 0;
  #setByMs = 0;

  override now(): Date {
    return new Date(Date.now() + this.#aheadMs + this.#setByMs);
  }

  override monotonicMs(): number {
    return performance.now() + this.#aheadMs;
  }

  /** Somebody sets the time of day; the other clock is not moved. */
  set(bySeconds: number): void {
    this.#setByMs += bySeconds * 1000;
  }

  advance(seconds: number): void {
    this.#aheadMs += seconds * 1000;
  }
}
