import type { Clock } from '#event-store/clock';
import type { Deadline, DeadlineKind, Deadlines } from '#projections/read-models/models/deadlines';
import type { JobQueue } from './job-queue.js';

const sweepMs = 1000;
/** The number is so small that requests are hardly delayed. Nobody waits for the records: an expired token is refused by the clock. */
const deadlinesPerSweep = 25;
/** The pause before the next sweep when more is due. */
const moreMs = 50;

/**
 * How long the machine's clock must have shown that a deadline has passed, in monotonic time, before something irreversible is done: a
 * clock that jumps ahead for a moment records nothing wrong, and no key signs before clients that cache the key set for five minutes have
 * seen it. What follows from an event needs no clock, since the event has already happened.
 */
const certaintyMs: Readonly<Record<DeadlineKind, number>> = {
  cascade: 0,
  'token-expiry': 60_000,
  'key-activation': 300_000,
  'address-release': 60_000,
};
const certaintyMsMax = Math.max(...Object.values(certaintyMs));
const kinds = Object.keys(certaintyMs) as DeadlineKind[];

/**
 * How long a kind rests after everything due was checked. An address may stay due for years, while its person holds a credential, and
 * checking it takes longer than work that is soon done.
 */
const pauseMs: Partial<Record<DeadlineKind, number>> = { 'address-release': 3_600_000 };

/** Adds a job for each deadline whose time has come. */
export class Sweep {
  /** The reading of the machine's clock at each sweep, oldest first. */
  #readings: { readonly atMs: number; readonly monotonicMs: number }[] = [];
  /** The last one that was taken of each kind, while there are more. */
  readonly #taken = new Map<DeadlineKind, Deadline>();
  /** The monotonic time from which a kind is checked again. */
  readonly #pausedUntilMs = new Map<DeadlineKind, number>();
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
      if (!this.#stopped) this.#timer = setTimeout(() => this.start(), this.#taken.size > 0 ? moreMs : sweepMs).unref();
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
      const isPaused = this.clock.monotonicMs() < (this.#pausedUntilMs.get(kind) ?? 0);
      if (until !== null && !isPaused) await this.#take(kind, until);
    }
  }

  /** A deadline stays due until its work is done: the sweep skips past it, and returns to it after all others. */
  async #take(kind: DeadlineKind, until: string): Promise<void> {
    const due = await this.deadlines.due(kind, until, deadlinesPerSweep, this.#taken.get(kind));
    if (due.length === deadlinesPerSweep) this.#taken.set(kind, due[due.length - 1]);
    else {
      this.#taken.delete(kind);
      this.#pausedUntilMs.set(kind, this.clock.monotonicMs() + (pauseMs[kind] ?? 0));
    }
    await this.jobs.add(due.map(({ id, subject }) => ({ id, kind, subject })));
  }

  #readClock(): void {
    const monotonicMs = this.clock.monotonicMs();
    const last = this.#readings.at(-1)?.monotonicMs;
    if (last !== undefined && monotonicMs - last < sweepMs) return;
    this.#readings.push({ atMs: this.clock.machineMs(), monotonicMs });
    const oldest = this.#readings.findLastIndex((reading) => monotonicMs - reading.monotonicMs >= certaintyMsMax);
    if (oldest > 0) this.#readings = this.#readings.slice(oldest);
  }

  /** The latest time, as ISO-8601, that the clock has never been before during the required duration; null while that is not known. */
  #certainUntil(kind: DeadlineKind): string | null {
    if (certaintyMs[kind] === 0) return endOfTime;
    const now = this.#readings[this.#readings.length - 1].monotonicMs;
    const start = this.#readings.findLastIndex(({ monotonicMs }) => now - monotonicMs >= certaintyMs[kind]);
    if (start < 0) return null;
    return new Date(Math.min(...this.#readings.slice(start).map(({ atMs }) => atMs))).toISOString();
  }
}

const endOfTime = '9999-12-31T23:59:59.999Z';
