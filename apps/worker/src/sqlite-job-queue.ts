import { join } from 'node:path';
import { openDisposable, type Sqlite } from '#event-store/sqlite-driver';
import { type Job, type JobCount, JobQueue } from './job-queue.js';

/** Together they share the group commits of the log. */
const jobsAtOnce = 64;
const attemptsMax = 10;
const retryBaseMs = 500;
const retryMaxMs = 60_000;
const pollMs = 1000;

const schema = `
  CREATE TABLE IF NOT EXISTS jobs (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, subject TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, run_at INTEGER NOT NULL DEFAULT 0,
    problem TEXT
  );
  CREATE INDEX IF NOT EXISTS jobs_by_time ON jobs (run_at)`;

interface Waiting extends Job {
  readonly attempts: number;
}

/** The queue of the embedded profile. One process has the data directory, so a job needs no lock: it is deleted when it is done. */
export class SqliteJobQueue extends JobQueue {
  readonly #database: Sqlite;
  #handle: ((job: Job) => Promise<void>) | null = null;
  #running: Promise<void> | null = null;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;
  /** Something was added since the last look. */
  #isAsked = false;

  constructor(directory: string) {
    super();
    this.#database = openDisposable(join(directory, 'jobs.db'), { journalMode: 'wal', synchronous: 'normal' }, schema);
  }

  override async add(jobs: readonly Job[]): Promise<void> {
    if (this.#closed || jobs.length === 0) return;
    const insert = this.#database.prepare('INSERT INTO jobs (id, kind, subject) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING');
    this.#database.exec('BEGIN');
    for (const { id, kind, subject } of jobs) insert.run(id, kind, subject);
    this.#database.exec('COMMIT');
    this.#wake();
  }

  override process(handle: (job: Job) => Promise<void>): void {
    this.#handle = handle;
    this.#wake();
  }

  override async counts(): Promise<JobCount[]> {
    const count = `SELECT kind, sum(attempts < ${attemptsMax}) AS waiting, sum(attempts BETWEEN 1 AND ${attemptsMax - 1}) AS retrying,
      sum(attempts >= ${attemptsMax}) AS failed FROM jobs GROUP BY kind`;
    return this.#closed ? [] : (this.#database.prepare(count).all() as JobCount[]);
  }

  override async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#running;
    this.#database.close();
  }

  #wake(): void {
    if (this.#closed || !this.#handle) return;
    this.#isAsked = true;
    if (this.#running) return;
    clearTimeout(this.#timer);
    this.#running = this.#runAll(this.#handle).finally(() => {
      this.#running = null;
      if (!this.#closed) this.#timer = setTimeout(() => this.#wake(), this.#isAsked ? 0 : pollMs).unref();
    });
  }

  async #runAll(handle: (job: Job) => Promise<void>): Promise<void> {
    this.#isAsked = false;
    for (let jobs = this.#next(); jobs.length > 0 && !this.#closed; jobs = this.#next()) {
      const outcomes = await Promise.allSettled(jobs.map(handle));
      this.#database.exec('BEGIN');
      for (const [index, outcome] of outcomes.entries()) {
        if (outcome.status === 'rejected') this.#postpone(jobs[index], outcome.reason);
        else this.#database.prepare('DELETE FROM jobs WHERE id = ?').run(jobs[index].id);
      }
      this.#database.exec('COMMIT');
    }
  }

  #next(): Waiting[] {
    const next = 'SELECT id, kind, subject, attempts FROM jobs WHERE run_at <= ? AND attempts < ? ORDER BY run_at, rowid LIMIT ?';
    return this.#database.prepare(next).all(Date.now(), attemptsMax, jobsAtOnce) as Waiting[];
  }

  /** A job that always fails stays, with what was wrong, and no longer runs. */
  #postpone({ id, attempts }: Waiting, error: Error): void {
    const waitMs = Math.min(retryMaxMs, retryBaseMs * 2 ** attempts);
    const update = 'UPDATE jobs SET attempts = attempts + 1, run_at = ?, problem = ? WHERE id = ?';
    this.#database.prepare(update).run(Date.now() + waitMs, error.message, id);
  }
}
