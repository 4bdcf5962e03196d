import { parentPort, workerData } from 'node:worker_threads';
import { checkpointFile } from './sqlite-driver.js';
import type { CheckpointDone } from './wal-checkpoint.js';

/** The program of the checkpoint thread: it makes a checkpoint of each file that it is sent, and reports success or the error. */
const open = workerData as Int32Array;
parentPort?.on('message', ({ id, path }: { id: number; path: string }) => {
  const done = checkpointed(id, path);
  Atomics.sub(open, 0, 1);
  Atomics.notify(open, 0);
  parentPort?.postMessage(done);
});

function checkpointed(id: number, path: string): CheckpointDone {
  try {
    checkpointFile(path);
    return { id };
  } catch (error) {
    const { message, errcode } = error as Error & { errcode?: number };
    return { id, failure: { message, errcode } };
  }
}
