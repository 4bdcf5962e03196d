/** The only source of time for decisions. Injected, so that tests can move it. */
export abstract class Clock {
  #toldMs = Number.NaN;
  #told = '';

  /** What decisions go by. */
  abstract now(): Date;

  /** The same in milliseconds since 1970, for where every microsecond counts. */
  nowMs(): number {
    return this.now().getTime();
  }

  /** The same as events tell it, ISO-8601 UTC. To write it takes longer than to look at the clock, and many ask within a millisecond. */
  nowText(): string {
    const nowMs = this.nowMs();
    if (nowMs !== this.#toldMs) {
      this.#told = new Date(nowMs).toISOString();
      this.#toldMs = nowMs;
    }
    return this.#told;
  }

  /** Milliseconds since some moment; nobody can set it, and it never goes back. */
  abstract monotonicMs(): number;

  /** What the machine says that the time is, also when somebody has set it back; milliseconds since 1970. */
  machineMs(): number {
    return this.now().getTime();
  }
}

/**
 * The machine's clock, except that it never goes back while the process lives: a token that was seen as expired must not
 * revive because somebody corrected the time. It does not stand still either, or nothing would expire until the time is made up.
 */
export class SystemClock extends Clock {
  /** The farthest that the machine's clock was ever ahead of the one that nobody can set. */
  #aheadMs = Number.NEGATIVE_INFINITY;
  /** For machines whose second hand goes back as well, as under a tool that fakes all clocks alike. */
  #latestMs = 0;

  override now(): Date {
    return new Date(this.nowMs());
  }

  override nowMs(): number {
    const monotonicMs = this.monotonicMs();
    this.#aheadMs = Math.max(this.#aheadMs, this.machineMs() - monotonicMs);
    this.#latestMs = Math.max(this.#latestMs, Math.round(monotonicMs + this.#aheadMs));
    return this.#latestMs;
  }

  override monotonicMs(): number {
    return performance.now();
  }

  override machineMs(): number {
    return Date.now();
  }
}
