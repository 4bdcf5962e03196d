import { parentPort, workerData } from 'node:worker_threads';
import type { LogMark } from '#event-store/embedded/log-mark';
import { advanceSnapshot } from './advance-snapshot.js';
import type { SnapshotPlace } from './validity-snapshot.js';

/** What a thread of its own is to do. It is given the one key that it needs, and no key file. */
export interface SnapshotWork {
  readonly place: SnapshotPlace;
  readonly until: LogMark;
  /** Shared with the thread that serves, and anything but 0 once this one should end. */
  readonly stop: Int32Array;
}

const { place, until, stop } = workerData as SnapshotWork;

parentPort?.postMessage(await advanceSnapshot(place, until, () => Atomics.load(stop, 0) !== 0));
