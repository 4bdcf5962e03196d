import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { checkpointFile } from './sqlite-driver.js';

/** What the thread answers; `failure` is what SQLite said. */
export interface CheckpointDone {
  readonly id: number;
  readonly failure?: { readonly message: string; readonly errcode?: number };
}

/** There is none when the sources run as they are. */
const program = new URL('./wal-checkpoint-thread.js', import.meta.url);
const waitMsMax = 10_000;

/** One thread for all files of this process, made when it is first needed. It keeps a process from ending only while it works. */
class CheckpointThread {
  readonly #worker: Worker;
  /** How many files it was told of and is not done with, known without a turn of the event loop. */
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

  /** Returns when it has no file open. */
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
 * Moves what was written ahead into the database file, as far as no reader needs it where it is. That syncs the file, which can take
 * long, and so it is done by a thread of its own.
 *
 * @throws the error of the disk; nothing is lost by it
 */
export async function walCheckpoint(path: string): Promise<void> {
  if (!hasProgram) return checkpointFile(path);
  thread ??= new CheckpointThread(() => {
    thread = null;
  });
  await thread.checkpoint(path);
}

/** Waits until no checkpoint is being made: for those who are about to take a file away. */
export function awaitCheckpoints(): void {
  thread?.awaitIdle();
}
