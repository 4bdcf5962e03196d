import type { Installation } from '#installation/installation';
import type { Logger } from '#installation/logger';
import { Deadlines } from '#projections/read-models/models/deadlines';
import { TokenDirectory } from '#projections/read-models/models/token-directory';
import type { Job } from './jobs/job-queue.js';
import { JobRunner } from './jobs/job-runner.js';
import { LiveCredentials } from './jobs/live-credentials.js';
import { SqliteJobQueue } from './jobs/sqlite-job-queue.js';
import { Sweep } from './jobs/sweep.js';
import { TokensHit } from './jobs/tokens-hit.js';

/** Records what follows from events: expiries, and cascades. No refusal waits for any of it. */
export class Worker {
  readonly jobs: SqliteJobQueue;
  readonly #sweep: Sweep;

  constructor({ config, store, ledger, validity, readModels, clock }: Installation, logger: Logger) {
    const directory = new TokenDirectory(readModels);
    const tokensHit = new TokensHit(store, validity, directory);
    const runner = new JobRunner(store, ledger, validity, tokensHit, new LiveCredentials(validity, directory, clock), clock);
    const onFailedJob = (cause: unknown, job?: Job) => logger.error('a job failed, and is tried again', { job: job?.id, cause });
    this.jobs = new SqliteJobQueue(config.dataDirectory, onFailedJob);
    const onFailedSweep = (cause: unknown) => logger.error('the sweep for deadlines failed', { cause });
    this.#sweep = new Sweep(new Deadlines(readModels), this.jobs, clock, onFailedSweep);
    this.jobs.process((job) => runner.run(job));
  }

  start(): void {
    this.#sweep.start();
  }

  /** Adds a job for what is due now, instead of within a second. */
  sweep(): Promise<void> {
    return this.#sweep.sweep();
  }

  async stop(): Promise<void> {
    await this.#sweep.stop();
    await this.jobs.close();
  }
}
