import { parentPort, workerData } from 'node:worker_threads';
import { advanceSnapshot } from './advance-snapshot.js';

/** What runs in a thread of its own; `stop` is shared with the one that serves, and anything but 0 once it should end. */
const { directory, stop } = workerData as { directory: string; stop: Int32Array };

parentPort?.postMessage(await advanceSnapshot(directory, () => Atomics.load(stop, 0) !== 0));
