/** The only source of time for decisions. Injected, so that tests can move it. */
export abstract class Clock {
  abstract now(): Date;
  /** Milliseconds since some moment; nobody can set it, and it never goes back. */
  abstract monotonicMs(): number;
}

/**
 * The machine's clock, except that it never goes back while the process lives: a token that was seen as expired must not
 * revive because somebody corrected the time.
 */
export class SystemClock extends Clock {
  #latestMs = 0;

  override now(): Date {
    this.#latestMs = Math.max(this.#latestMs, Date.now());
    return new Date(this.#latestMs);
  }

  override monotonicMs(): number {
    return performance.now();
  }
}
