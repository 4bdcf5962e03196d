/** The only source of time for decisions. Injected, so that tests can move it. */
export abstract class Clock {
  abstract now(): Date;
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
}
