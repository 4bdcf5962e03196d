import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { checkpointFile } from './sqlite-driver.js';

/** The thread's answer; `failure` is the error of SQLite. */
export interface CheckpointDone {
  readonly id: number;
  readonly failure?: { readonly message: string; readonly errcode?: number };
}

/** The thread's program is missing when the sources run unbuilt. */
const program = new URL('./wal-checkpoint-thread.js', import.meta.url);
const waitMsMax = 10_000;

/** One thread for all files of this process, started when it is first needed. It keeps the process alive only while it works. */
class CheckpointThread {
  readonly #worker: Worker;
  /** The number of files whose checkpoint is not finished, readable without a turn of the event loop. */
  readonly #open = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  readonly #asked = new Map<number, { resolve(): void; reject(error: unknown): void }>();
  #lastId = 0;

  constructor(onLost: () => void) {
    this.#worker = new Worker(program, { workerData: this.#open });
    this.#worker.on('message', (done: CheckpointDone) => this.#settle(done));
    this.#worker.on('error', (error) => {
      onLost();
      Atomics.store(this.#open, 0, 0);
      for (const id of this.#asked.keys()) this.#settle({ id, failure: error as Error });
    });
  }

  checkpoint(path: string): Promise<void> {
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      this.#asked.set(id, { resolve, reject });
      Atomics.add(this.#open, 0, 1);
      this.#worker.ref();
      this.#worker.postMessage({ id, path });
    });
  }

  /** Returns when the thread has no file open. */
  awaitIdle(): void {
    for (let open = Atomics.load(this.#open, 0); open > 0; open = Atomics.load(this.#open, 0)) {
      if (Atomics.wait(this.#open, 0, open, waitMsMax) === 'timed-out') return;
    }
  }

  #settle({ id, failure }: CheckpointDone): void {
    const { resolve, reject } = this.#asked.get(id) ?? {};
    this.#asked.delete(id);
    if (this.#asked.size === 0) this.#worker.unref();
    failure ? reject?.(Object.assign(new Error(failure.message), failure)) : resolve?.();
  }
}

const hasProgram = existsSync(fileURLToPath(program));
let thread: CheckpointThread | null = null;

/**
 * Makes a checkpoint: moves the write-ahead log into the database file as far as no reader needs it. That syncs the file, which can take
 * long, so a thread of its own does it.
 *
 * @throws the error of the disk; no data is lost by it
 */
export async function walCheckpoint(path: string): Promise<void> {
  if (!hasProgram) return checkpointFile(path);
  thread ??= new CheckpointThread(() => {
    thread = null;
  });
  await thread.checkpoint(path);
}

/** Waits until no checkpoint is running, before a file is deleted or replaced. */
export function awaitCheckpoints(): void {
  thread?.awaitIdle();
}
