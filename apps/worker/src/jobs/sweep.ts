import type { Clock } from '#event-store/clock';
import type { Deadline, DeadlineKind, Deadlines } from '#projections/read-models/models/deadlines';
import type { JobQueue } from './job-queue.js';

const sweepMs = 1000;
/** So few that those who are served meanwhile hardly notice, and nobody waits for it: what has expired is refused by the clock. */
const deadlinesPerSweep = 25;
/** Until the next sweep, where there are more. */
const moreMs = 50;

/**
 * For how long the machine's clock must have said that the time has come, measured by a clock nobody can set, before something
 * is done that is for ever: if the time of day jumps ahead for a moment, nothing wrong is recorded, and no key signs before
 * those who keep the key set for five minutes have seen it. What follows from an event has happened already, and needs no clock.
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
 * How long after all that was due has been looked at it is looked at again. An address may be due for years and be kept, for as long as
 * its person holds a credential, and the look takes longer than at what is done soon.
 */
const pauseMs: Partial<Record<DeadlineKind, number>> = { 'address-release': 3_600_000 };

/** Turns deadlines whose time has come into jobs. */
export class Sweep {
  /** What the machine's clock said at each sweep, oldest first. */
  #readings: { readonly atMs: number; readonly monotonicMs: number }[] = [];
  /** The last one that was taken of each kind, while there are more. */
  readonly #taken = new Map<DeadlineKind, Deadline>();
  /** From when on, by the clock that nobody can set, a kind is looked at again. */
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

  /** What was taken stays due until it is done: it is gone past, and looked at again when all others were. */
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
