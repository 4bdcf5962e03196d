import { closeSync, fdatasync, openSync } from 'node:fs';
import { promisify } from 'node:util';
import { isDamage, isDiskFailing } from '#sqlite/sqlite-driver';
import { walCheckpoint } from '#sqlite/wal-checkpoint';

const sync = promisify(fdatasync);
const pageBytes = 4096;
/** An event goes to the end of the table and somewhere into the index of streams. */
const pagesOfEvent = 2;
/** As many as SQLite itself would let come together. */
const pagesMax = 1000;

/**
 * Brings what was committed to the log to stable storage while the thread that serves goes on: a disk may take long for it, and
 * anyone who only asks about a token must not wait for those who write.
 */
export class LogDisk {
  readonly #path: string;
  /** Of the file to which SQLite appends what is committed. It stays the same one for as long as the database is open. */
  readonly #fd: number;
  #pages = 0;

  /** `path` is that of a database which is open. */
  constructor(path: string) {
    this.#path = path;
    this.#fd = openSync(`${path}-wal`, 'r+');
  }

  /** Resolves when everything that was committed before is on stable storage. After an error nobody knows what is. */
  sync(): Promise<void> {
    return sync(this.#fd);
  }

  /** So many events of so many bytes together were committed. */
  grew(events: number, bytes: number): void {
    this.#pages += events * pagesOfEvent + Math.floor(bytes / pageBytes);
  }

  /**
   * So that what is appended to does not grow for ever. Where it cannot be done now, for want of room, a lock or a thread, it goes on
   * growing until the next group.
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
