import { parentPort, workerData } from 'node:worker_threads';
import { checkpointFile } from './sqlite-driver.js';
import type { CheckpointDone } from './wal-checkpoint.js';

/** What runs in a thread of its own: makes a checkpoint of each file it is told of, and says when it is done or what was wrong. */
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
