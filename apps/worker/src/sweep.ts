import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '#event-store/clock';
import type { DeadlineKind, Deadlines } from '#projections/deadlines';
import type { JobQueue } from './job-queue.js';

const sweepMs = 1000;
const deadlinesPerSweep = 2000;
/** To queue so many takes about a millisecond, for which a request may have to wait. */
const jobsPerTurn = 200;

/**
 * For how long the machine's clock must have said that the time has come, measured by a clock nobody can set, before something
 * is done that is for ever: if the time of day jumps ahead for a moment, nothing wrong is recorded, and no key signs before
 * those who keep the key set for five minutes have seen it. What follows from an event has happened already, and needs no clock.
 */
const certaintyMs: Readonly<Record<DeadlineKind, number>> = { cascade: 0, 'token-expiry': 60_000, 'key-activation': 300_000 };
const certaintyMsMax = Math.max(...Object.values(certaintyMs));
const kinds = Object.keys(certaintyMs) as DeadlineKind[];

/** Turns deadlines whose time has come into jobs. */
export class Sweep {
  /** What the machine's clock said at each sweep, oldest first. */
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
    this.#readClock();
    for (const kind of kinds) {
      const until = this.#certainUntil(kind);
      const due = until === null ? [] : await this.deadlines.due(kind, until, deadlinesPerSweep);
      for (let first = 0; first < due.length; first += jobsPerTurn) {
        await this.jobs.add(due.slice(first, first + jobsPerTurn).map(({ id, subject }) => ({ id, kind, subject })));
        await nextTurn();
      }
    }
  }

  #readClock(): void {
    const monotonicMs = this.clock.monotonicMs();
    this.#readings.push({ atMs: this.clock.machineMs(), monotonicMs });
    const oldest = this.#readings.findLastIndex((reading) => monotonicMs - reading.monotonicMs >= certaintyMsMax);
    if (oldest > 0) this.#readings = this.#readings.slice(oldest);
  }

  /** The latest moment, as ISO-8601, that the clock was never before for as long as the kind asks; null while that is not known. */
  #certainUntil(kind: DeadlineKind): string | null {
    if (certaintyMs[kind] === 0) return endOfTime;
    const now = this.#readings[this.#readings.length - 1].monotonicMs;
    const start = this.#readings.findLastIndex(({ monotonicMs }) => now - monotonicMs >= certaintyMs[kind]);
    if (start < 0) return null;
    return new Date(Math.min(...this.#readings.slice(start).map(({ atMs }) => atMs))).toISOString();
  }
}

const endOfTime = '9999-12-31T23:59:59.999Z';
