import { closeSync, fdatasync, openSync } from 'node:fs';
import { promisify } from 'node:util';
import { isDamage, isDiskFailing } from '#sqlite/sqlite-driver';
import { walCheckpoint } from '#sqlite/wal-checkpoint';

const sync = promisify(fdatasync);
const pageBytes = 4096;
/** An event adds a page to the end of the table and one somewhere in the index of streams. */
const pagesOfEvent = 2;
/** The same number of pages after which SQLite itself makes a checkpoint. */
const pagesMax = 1000;

/**
 * Syncs committed events to stable storage outside the thread that serves: a sync can take long, and requests that only read must not wait
 * for writers.
 */
export class LogDisk {
  readonly #path: string;
  /** The file descriptor of the write-ahead log. SQLite keeps using the same file for as long as the database is open. */
  readonly #fd: number;
  #pages = 0;

  /** `path` is the file of an open database. */
  constructor(path: string) {
    this.#path = path;
    this.#fd = openSync(`${path}-wal`, 'r+');
  }

  /** Resolves when everything committed before is on stable storage. After an error it is unknown what is. */
  sync(): Promise<void> {
    return sync(this.#fd);
  }

  /** Counts what was committed: `events` events of `bytes` bytes in total. */
  grew(events: number, bytes: number): void {
    this.#pages += events * pagesOfEvent + Math.floor(bytes / pageBytes);
  }

  /**
   * Makes a checkpoint so that the write-ahead log does not grow without end. When that is not possible now, for want of space, a lock or a
   * thread, it is retried after the next group.
   *
   * @throws the error of a disk that fails, or of a file that is damaged
   */
  async checkpointIfLarge(): Promise<void> {
    if (this.#pages < pagesMax) return;
    try {
      await walCheckpoint(this.#path);
      this.#pages = 0;
    } catch (error) {
      if (isDiskFailing(error) || isDamage(error)) throw error;
    }
  }

  close(): void {
    closeSync(this.#fd);
  }
}
