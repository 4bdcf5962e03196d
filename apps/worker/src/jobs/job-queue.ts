import type { DeadlineKind } from '#projections/read-models/models/deadlines';

/** Ids only, never a secret: what there is to do is read from the log when the job runs. */
export interface Job {
  /** The same work has the same id, so adding it twice is adding it once. */
  readonly id: string;
  readonly kind: DeadlineKind;
  readonly subject: string;
}

/** How many jobs of one kind there are. */
export interface JobCount {
  readonly kind: DeadlineKind;
  /** Not done yet and not failing, those that are tried again included. */
  readonly waiting: number;
  /** Of those waiting, the ones that failed before. */
  readonly retrying: number;
  /** Failed so often that somebody should look; they are tried on all the same. */
  readonly failed: number;
}

/**
 * Work that is waiting. Delivers each job at least once, possibly twice, late or out of order; handlers are idempotent.
 * May lose everything at any moment: the sweep makes the jobs again.
 */
export abstract class JobQueue {
  /** Adds those that are not waiting already. */
  abstract add(jobs: readonly Job[]): Promise<void>;
  /** Runs `handle` for each job, several at once; one that fails is tried again ever later, within the hour, until it is done. */
  abstract process(handle: (job: Job) => Promise<void>): void;
  /** Kinds of which there is no job may be left out. */
  abstract counts(): Promise<JobCount[]>;
  /** Finishes the job that is running, and leaves the others for the next start. */
  abstract close(): Promise<void>;
}
