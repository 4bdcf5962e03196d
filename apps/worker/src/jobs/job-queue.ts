import type { DeadlineKind } from '#projections/read-models/models/deadlines';

/** A job carries ids only, never a secret: the details are read from the log when the job runs. */
export interface Job {
  /** The same work always has the same id, so adding a job is idempotent. */
  readonly id: string;
  readonly kind: DeadlineKind;
  readonly subject: string;
}

/** The number of jobs of one kind. */
export interface JobCount {
  readonly kind: DeadlineKind;
  /** The jobs that are not done and have not failed too often, including those to be retried. */
  readonly waiting: number;
  /** Of the waiting jobs, those that have failed before. */
  readonly retrying: number;
  /** Jobs that failed so often that an operator should look; they are retried all the same. */
  readonly failed: number;
}

/**
 * The port to the queue of jobs. Each job is delivered at least once, possibly twice, late or out of order; handlers are idempotent. A
 * queue may lose all jobs at any moment: the sweep adds them again.
 */
export abstract class JobQueue {
  /** Adds the jobs that are not in the queue yet. */
  abstract add(jobs: readonly Job[]): Promise<void>;
  /**
   * Runs `handle` for each job, several at once; a failed job is retried with exponential back-off of at most an hour, until it is done.
   */
  abstract process(handle: (job: Job) => Promise<void>): void;
  /** Kinds without a job may be left out. */
  abstract counts(): Promise<JobCount[]>;
  /** Finishes the running jobs, and leaves the others for the next start. */
  abstract close(): Promise<void>;
}
