import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { DisposableDatabase } from '#sqlite/disposable-database';
import { type Job, type JobCount, JobQueue } from './job-queue.js';

/** The jobs share the log's group commits; more at once would delay requests noticeably. */
const jobsAtOnce = 8;
const retryBaseMs = 500;
const retryMaxMs = 3_600_000;
const pollMs = 1000;
/** A job that failed this often is reported to the operator. It is still retried. */
const failuresToShow = 10;

/** `run_at` is in monotonic time of this process, so that setting the clock never postpones a job for ever. */
const schema = `
  CREATE TABLE IF NOT EXISTS jobs (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, subject TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, run_at REAL NOT NULL DEFAULT 0
  );
  CREATE INDEX IF NOT EXISTS jobs_by_time ON jobs (run_at);
  UPDATE jobs SET run_at = 0`;

interface Waiting extends Job {
  readonly attempts: number;
}

/** The queue of the embedded profile. One process has the data directory, so a job needs no lock: it is deleted when it is done. */
export class SqliteJobQueue extends JobQueue {
  readonly #file: DisposableDatabase;
  #handle: ((job: Job) => Promise<void>) | null = null;
  #running: Promise<void> | null = null;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;
  /** Whether a job was added since the last look. */
  #isAsked = false;

  /** `onProblem` is called for each job that failed, and when the file can be neither read nor written. */
  constructor(
    directory: string,
    private readonly onProblem: (error: unknown, job?: Job) => void = () => {},
  ) {
    super();
    this.#file = new DisposableDatabase(join(directory, 'jobs.db'), schema);
  }

  override async add(jobs: readonly Job[]): Promise<void> {
    if (this.#closed || jobs.length === 0) return;
    this.#file.transact((database) => {
      const insert = database.prepare('INSERT INTO jobs (id, kind, subject) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING');
      for (const { id, kind, subject } of jobs) insert.run(id, kind, subject);
    });
    this.#wake();
  }

  override process(handle: (job: Job) => Promise<void>): void {
    this.#handle = handle;
    this.#wake();
  }

  override async counts(): Promise<JobCount[]> {
    const count = `SELECT kind, sum(attempts < ${failuresToShow}) AS waiting,
      sum(attempts BETWEEN 1 AND ${failuresToShow - 1}) AS retrying, sum(attempts >= ${failuresToShow}) AS failed FROM jobs GROUP BY kind`;
    return this.#closed ? [] : (this.#file.use((database) => database.prepare(count).all()) as JobCount[]);
  }

  override async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#running;
    this.#file.close();
  }

  #wake(): void {
    if (this.#closed || !this.#handle) return;
    this.#isAsked = true;
    if (this.#running) return;
    clearTimeout(this.#timer);
    this.#running = this.#runAll(this.#handle)
      .catch((error) => this.onProblem(error))
      .finally(() => {
        this.#running = null;
        if (!this.#closed) this.#timer = setTimeout(() => this.#wake(), this.#isAsked ? 0 : pollMs).unref();
      });
  }

  async #runAll(handle: (job: Job) => Promise<void>): Promise<void> {
    this.#isAsked = false;
    for (let jobs = this.#next(); jobs.length > 0 && !this.#closed; jobs = this.#next()) {
      const outcomes = await Promise.allSettled(jobs.map(handle));
      this.#file.transact((database) => {
        const remove = database.prepare('DELETE FROM jobs WHERE id = ?');
        const postpone = database.prepare('UPDATE jobs SET attempts = attempts + 1, run_at = ? WHERE id = ?');
        for (const [index, { status }] of outcomes.entries()) {
          const { id, attempts } = jobs[index];
          if (status === 'fulfilled') remove.run(id);
          else postpone.run(performance.now() + Math.min(retryMaxMs, retryBaseMs * 2 ** attempts), id);
        }
      });
      for (const [index, outcome] of outcomes.entries()) if (outcome.status === 'rejected') this.onProblem(outcome.reason, jobs[index]);
      await this.#file.checkpointed();
      await nextTurn();
    }
  }

  #next(): Waiting[] {
    const next = 'SELECT id, kind, subject, attempts FROM jobs WHERE run_at <= ? ORDER BY run_at, rowid LIMIT ?';
    return this.#file.use((database) => database.prepare(next).all(performance.now(), jobsAtOnce)) as Waiting[];
  }
}
