import type { Clock } from '#event-store/clock';
import type { Deadlines } from '#projections/deadlines';
import type { JobQueue } from './job-queue.js';

const sweepMs = 1000;
const deadlinesPerSweep = 5000;
const certaintyMs = 60_000;

/**
 * Turns deadlines whose time has come into jobs. An expiry is recorded only after the clock has said so for a minute that was
 * measured by a clock nobody can set: if the time of day jumps ahead for a moment, nothing wrong is recorded for ever.
 */
export class Sweep {
  /** What the clock said at each sweep of the last minute, oldest first. */
  #readings: { readonly atMs: number; readonly monotonicMs: number }[] = [];
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(
    private readonly deadlines: Deadlines,
    private readonly jobs: JobQueue,
    private readonly clock: Clock,
    private readonly onProblem: (error: unknown) => void,
  ) {}

  start(): void {
    if (this.#stopped) return;
    this.#running = this.sweep().catch(this.onProblem);
    void this.#running.finally(() => {
      if (!this.#stopped) this.#timer = setTimeout(() => this.start(), sweepMs).unref();
    });
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  async sweep(): Promise<void> {
    const now = this.clock.now();
    const certain = this.#certainMs(now.getTime());
    const due = await this.deadlines.due(['cascade', 'key-activation'], now.toISOString(), deadlinesPerSweep);
    if (certain !== null) due.push(...(await this.deadlines.due(['token-expiry'], new Date(certain).toISOString(), deadlinesPerSweep)));
    await this.jobs.add(due.map(({ id, kind, subject }) => ({ id, kind, subject })));
  }

  /** The latest moment that the clock has never been before during the last minute; null while that is not known. */
  #certainMs(nowMs: number): number | null {
    const monotonicMs = this.clock.monotonicMs();
    this.#readings.push({ atMs: nowMs, monotonicMs });
    const start = this.#readings.findLastIndex((reading) => monotonicMs - reading.monotonicMs >= certaintyMs);
    if (start < 0) return null;
    this.#readings = this.#readings.slice(start);
    return Math.min(...this.#readings.map(({ atMs }) => atMs));
  }
}
