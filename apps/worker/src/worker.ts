import type { Clock } from '#event-store/clock';
import type { EventStore } from '#event-store/event-store';
import type { Ledger } from '#event-store/ledger';
import { Deadlines } from '#projections/read-models/models/deadlines';
import { TokenDirectory } from '#projections/read-models/models/token-directory';
import type { ReadModels } from '#projections/read-models/read-models';
import type { TokenValidity } from '#projections/token-validity/token-validity';
import type { JobQueue } from './jobs/job-queue.js';
import { LiveCredentials } from './jobs/live-credentials.js';
import { JobRunner } from './jobs/run-jobs.js';
import { Sweep } from './jobs/sweep.js';
import { TokensHit } from './jobs/tokens-hit.js';

export interface WorkerParts {
  readonly store: EventStore;
  readonly ledger: Ledger;
  readonly validity: TokenValidity;
  readonly readModels: ReadModels;
  readonly clock: Clock;
}

/** Records what follows from what happened: expiries, and what a cause did to tokens. No refusal waits for any of it. */
export class Worker {
  readonly #sweep: Sweep;
  readonly #jobs: JobQueue;

  constructor({ store, ledger, validity, readModels, clock }: WorkerParts, jobs: JobQueue, onProblem: (error: unknown) => void) {
    const directory = new TokenDirectory(readModels);
    const tokensHit = new TokensHit(store, validity, directory);
    const runner = new JobRunner(store, ledger, validity, tokensHit, new LiveCredentials(validity, directory, clock), clock);
    this.#jobs = jobs;
    this.#sweep = new Sweep(new Deadlines(readModels), jobs, clock, onProblem);
    jobs.process((job) => runner.run(job));
  }

  start(): void {
    this.#sweep.start();
  }

  async stop(): Promise<void> {
    await this.#sweep.stop();
    await this.#jobs.close();
  }
}
