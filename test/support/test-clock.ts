import { Clock } from '#event-store/clock';

/** A clock that the test moves. It goes on like the real one as well, until the test stops it. */
export class TestClock extends Clock {
  #aheadMs = 0;
  #setByMs = 0;
  #stoppedAt: { readonly machineMs: number; readonly monotonicMs: number } | null = null;

  override now(): Date {
    return new Date((this.#stoppedAt?.machineMs ?? Date.now()) + this.#aheadMs + this.#setByMs);
  }

  override monotonicMs(): number {
    return (this.#stoppedAt?.monotonicMs ?? performance.now()) + this.#aheadMs;
  }

  /** Somebody sets the time of day; the other clock is not moved. */
  set(bySeconds: number): void {
    this.#setByMs += bySeconds * 1000;
  }

  /** In whole milliseconds. */
  advance(seconds: number): void {
    this.#aheadMs += Math.round(seconds * 1000);
  }

  /**
   * From now on only the test moves the clock: for what holds until a certain second, which a busy machine would miss. It stops at a whole
   * millisecond, since one second after a fraction may be a little less than a second.
   */
  stop(): void {
    this.#stoppedAt ??= { machineMs: Date.now(), monotonicMs: Math.ceil(performance.now()) };
  }
}
