import type { Clock } from '../clock.js';

const windowMs = 60_000;
const readEveryMs = 1000;
/** Slewing moves a clock by 30 ms in a minute; what is more than this was set. */
const toleranceMs = 2000;

interface Reading {
  readonly monotonicMs: number;
  /** The time of day less the monotonic time: the same in every reading, unless somebody sets the clock. */
  readonly offsetMs: number;
}

/**
 * Whether the time of day can be believed: for the last minute it went as the clock did that nobody can set. A jump ahead and a
 * step back both show, for it is the machine that is asked and not what decisions go by.
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

  /** By how much the two clocks went differently in the last minute. */
  disagreementMs(): number {
    const offsets = [this.#read(), ...this.#readings].map(({ offsetMs }) => offsetMs);
    return Math.max(...offsets) - Math.min(...offsets);
  }

  /** Kept are one reading a second and every jump, however often somebody asks. */
  #read(): Reading {
    const monotonicMs = this.#clock.monotonicMs();
    const reading = { monotonicMs, offsetMs: this.#clock.machineMs() - monotonicMs };
    const last = this.#readings.at(-1);
    const isDue = !last || monotonicMs - last.monotonicMs >= readEveryMs / 2;
    if (isDue || Math.abs(reading.offsetMs - last.offsetMs) > toleranceMs) this.#readings.push(reading);
    // The newest of those that are older than the window stays, so that a process that was stopped for an hour notices a jump too.
    const oldest = this.#readings.findLastIndex((each) => monotonicMs - each.monotonicMs >= windowMs);
    this.#readings = this.#readings.slice(Math.max(0, oldest));
    return reading;
  }
}
