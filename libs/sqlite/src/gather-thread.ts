import { parentPort, workerData } from 'node:worker_threads';
import type { Gathered } from './gather.js';
import { gatherBeside } from './sqlite-driver.js';

/** What runs in a thread of its own: gathers each file it is told of, and says when it is done or what was wrong. */
const open = workerData as Int32Array;
parentPort?.on('message', ({ id, path }: { id: number; path: string }) => {
  const gathered = gatheredFrom(id, path);
  Atomics.sub(open, 0, 1);
  Atomics.notify(open, 0);
  parentPort?.postMessage(gathered);
});

function gatheredFrom(id: number, path: string): Gathered {
  try {
    gatherBeside(path);
    return { id };
  } catch (error) {
    const { message, errcode } = error as Error & { errcode?: number };
    return { id, failure: { message, errcode } };
  }
}
