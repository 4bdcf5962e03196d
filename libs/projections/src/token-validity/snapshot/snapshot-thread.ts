import { parentPort, workerData } from 'node:worker_threads';
import type { LogMark } from '#event-store/embedded/log-marks';
import { advanceSnapshot } from './advance-snapshot.js';
import type { SnapshotPlace } from './validity-snapshot.js';

/** The task of the snapshot thread. It gets the one derived key that it needs, and no key file. */
export interface SnapshotWork {
  readonly place: SnapshotPlace;
  readonly until: LogMark;
  /** Shared with the serving thread, which sets it to a value other than 0 to end this one. */
  readonly stop: Int32Array;
}

const { place, until, stop } = workerData as SnapshotWork;

parentPort?.postMessage(await advanceSnapshot(place, until, () => Atomics.load(stop, 0) !== 0));
