/** The only source of time for decisions. Injected, so that tests can move it. */
export abstract class Clock {
  #toldMs = Number.NaN;
  #told = '';

  /** The time on which decisions are based. */
  abstract now(): Date;

  /** The same time in milliseconds since 1970, for code in which every microsecond counts. */
  nowMs(): number {
    return this.now().getTime();
  }

  /**
   * The same time as events record it, ISO-8601 UTC. Formatting takes longer than reading the clock, so one text serves all callers within
   * a millisecond.
   */
  nowText(): string {
    const nowMs = this.nowMs();
    if (nowMs !== this.#toldMs) {
      this.#told = new Date(nowMs).toISOString();
      this.#toldMs = nowMs;
    }
    return this.#told;
  }

  /** Monotonic time in milliseconds since an arbitrary moment; nobody can set it, and it never goes back. */
  abstract monotonicMs(): number;

  /** The machine's clock as it is, even when somebody has set it back; milliseconds since 1970. */
  machineMs(): number {
    return this.now().getTime();
  }
}

/**
 * The machine's clock, except that it never goes back while the process lives: a token that was seen as expired must not become valid again
 * because somebody corrected the time. It does not stand still meanwhile either, or no token would expire until the clock catches up.
 */
export class SystemClock extends Clock {
  /** The greatest lead that the machine's clock has had over the monotonic clock. */
  #aheadMs = Number.NEGATIVE_INFINITY;
  /** Guards against a monotonic clock that goes back too, as under a tool that fakes all clocks alike. */
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
