import { rmSync } from 'node:fs';
import { isDamage, openSqlite, type Sqlite } from './sqlite-driver.js';
import { awaitCheckpoints, walCheckpoint } from './wal-checkpoint.js';

/** So many changes are about a hundred pages: few, so that they do not take from the log the room that it needs itself. */
const changesMax = 50;
/** One that is written to much at a time would else be in a checkpoint all the time. */
const pauseMs = 250;
/** By then SQLite makes a checkpoint in the thread that writes. */
const pagesMax = 2000;

/**
 * A database that can be made again, and is made again, empty, when it cannot be read: at the start or at any later moment. A
 * damaged copy must not keep the truth from being served. Never for the log or the vault.
 */
export class DisposableDatabase {
  #database: Sqlite;
  #checkpointedChanges = 0;
  #checkpointedAtMs = Number.NEGATIVE_INFINITY;
  #checkpointing: Promise<void> | null = null;
  /** What was met during a checkpoint: those who write may go on for long without reading any of it. */
  #damage: unknown = null;

  constructor(
    private readonly path: string,
    private readonly schema: string,
    /** Hears that everything that was in the file is gone; by throwing it keeps the work from being done on the empty one. */
    private readonly onReplaced: () => void = () => {},
  ) {
    this.#database = this.#openOrReplace();
  }

  /** What fails because the file is damaged is done once more, on a new file. */
  use<T>(work: (database: Sqlite) => T): T {
    try {
      if (this.#damage) throw this.#damage;
      return work(this.#database);
    } catch (error) {
      if (!isDamage(error)) throw error;
      this.#database.close();
      this.#database = this.#replace();
      this.onReplaced();
      return work(this.#database);
    }
  }

  /** All of it, or nothing. */
  transact(work: (database: Sqlite) => void): void {
    this.use((database) => {
      inTransaction(database, () => work(database));
      this.#checkpointIfLarge(database);
    });
  }

  /** Those who write much wait for this now and then, so that what is written ahead does not grow faster than it is moved into the file. */
  async checkpointed(): Promise<void> {
    await this.#checkpointing;
  }

  close(): void {
    awaitCheckpoints();
    if (this.#database.isOpen) this.#database.close();
  }

  /** Nothing is lost where it fails: it is tried again. */
  #checkpointIfLarge(database: Sqlite): void {
    const nowMs = performance.now();
    if (this.#checkpointing || nowMs - this.#checkpointedAtMs < pauseMs) return;
    const { changes } = database.prepare('SELECT total_changes() AS changes').get() as { changes: number };
    if (changes - this.#checkpointedChanges < changesMax) return;
    this.#checkpointedChanges = changes;
    this.#checkpointedAtMs = nowMs;
    this.#checkpointing = walCheckpoint(this.path)
      .catch((error) => {
        if (isDamage(error)) this.#damage = error;
      })
      .then(() => {
        this.#checkpointing = null;
      });
  }

  #openOrReplace(): Sqlite {
    try {
      return this.#open();
    } catch (error) {
      if (!isDamage(error)) throw error;
      return this.#replace();
    }
  }

  #replace(): Sqlite {
    awaitCheckpoints();
    this.#checkpointedChanges = 0;
    this.#damage = null;
    for (const suffix of ['', '-wal', '-shm']) rmSync(this.path + suffix, { force: true });
    return this.#open();
  }

  #open(): Sqlite {
    const database = openSqlite(this.path, { journalMode: 'wal', synchronous: 'normal' });
    try {
      database.exec(`PRAGMA wal_autocheckpoint = ${pagesMax}`);
      database.exec(this.schema);
      return database;
    } catch (error) {
      database.close();
      throw error;
    }
  }
}

/** All of `work`, or nothing; whatever was wrong, no transaction is left open behind it. */
export function inTransaction(database: Sqlite, work: () => void): void {
  database.exec('BEGIN IMMEDIATE');
  try {
    work();
    database.exec('COMMIT');
  } catch (error) {
    rollBack(database);
    throw error;
  }
}

/** What was wrong before says more than that this did not work either. */
function rollBack(database: Sqlite): void {
  try {
    if (database.isTransaction) database.exec('ROLLBACK');
  } catch {}
}
