import type { Clock } from '../clock.js';

const windowMs = 60_000;
const readEveryMs = 1000;
/** Slewing moves a clock by at most 30 ms in a minute; a larger change means that somebody set the clock. */
const toleranceMs = 2000;

interface Reading {
  readonly monotonicMs: number;
  /** The time of day minus the monotonic time: constant across readings unless somebody sets the clock. */
  readonly offsetMs: number;
}

/**
 * Whether the time of day can be trusted: for the last minute it has advanced as the monotonic clock did. Jumps ahead and steps back both
 * show, because it reads the machine's clock and not the one that decisions use.
 */
export class ClockTrust {
  readonly #clock: Clock;
  #readings: Reading[] = [];
  #timer: NodeJS.Timeout | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#read();
  }

  start(): void {
    this.#timer = setInterval(() => this.#read(), readEveryMs).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  isTrusted(): boolean {
    return this.disagreementMs() <= toleranceMs;
  }

  /** How far the two clocks diverged within the last minute. */
  disagreementMs(): number {
    const offsets = [this.#read(), ...this.#readings].map(({ offsetMs }) => offsetMs);
    return Math.max(...offsets) - Math.min(...offsets);
  }

  /** Keeps one reading a second and every jump, however often it is called. */
  #read(): Reading {
    const monotonicMs = this.#clock.monotonicMs();
    const reading = { monotonicMs, offsetMs: this.#clock.machineMs() - monotonicMs };
    const last = this.#readings.at(-1);
    const isDue = !last || monotonicMs - last.monotonicMs >= readEveryMs / 2;
    if (isDue || Math.abs(reading.offsetMs - last.offsetMs) > toleranceMs) this.#readings.push(reading);
    // The newest reading that is older than the window is kept, so that a process that was stopped for an hour notices a jump, too.
    const oldest = this.#readings.findLastIndex((each) => monotonicMs - each.monotonicMs >= windowMs);
    this.#readings = this.#readings.slice(Math.max(0, oldest));
    return reading;
  }
}
