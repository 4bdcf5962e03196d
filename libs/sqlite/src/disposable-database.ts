import { rmSync } from 'node:fs';
import { isDamage, openSqlite, type Sqlite } from './sqlite-driver.js';
import { awaitCheckpoints, walCheckpoint } from './wal-checkpoint.js';

/** This many changes fill about a hundred pages: so few that they do not take the space that the log needs. */
const changesMax = 50;
/** Without this pause, a database with many writes would make checkpoints all the time. */
const pauseMs = 250;
/** At this size SQLite makes a checkpoint itself, in the thread that writes. */
const pagesMax = 2000;

/**
 * A database that can be rebuilt, and is replaced by an empty one when it cannot be read, at the start or at any later moment: a damaged
 * copy must not keep the original data from being served. Never used for the log or the vault.
 */
export class DisposableDatabase {
  #database: Sqlite;
  #checkpointedChanges = 0;
  #checkpointedAtMs = Number.NEGATIVE_INFINITY;
  #checkpointing: Promise<void> | null = null;
  /** The damage that a checkpoint met: writers may go on for long without reading the damaged part. */
  #damage: unknown = null;

  constructor(
    private readonly path: string,
    private readonly schema: string,
    /** Called when the content of the file was lost; when it throws, the work is not done on the empty file. */
    private readonly onReplaced: () => void = () => {},
  ) {
    this.#database = this.#openOrReplace();
  }

  /** Work that fails because the file is damaged is repeated once, on a new file. */
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

  /** Runs `work` in one transaction. */
  transact(work: (database: Sqlite) => void): void {
    this.use((database) => {
      inTransaction(database, () => work(database));
      this.#checkpointIfLarge(database);
    });
  }

  /** Writers of much data await this now and then, so that the write-ahead log does not grow faster than checkpoints empty it. */
  async checkpointed(): Promise<void> {
    await this.#checkpointing;
  }

  close(): void {
    awaitCheckpoints();
    if (this.#database.isOpen) this.#database.close();
  }

  /** A failed checkpoint loses nothing, and is retried. */
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

/** Runs `work` in a transaction, which is rolled back when it throws: no transaction is ever left open. */
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

/** The original error is more informative than the error of the rollback. */
function rollBack(database: Sqlite): void {
  try {
    if (database.isTransaction) database.exec('ROLLBACK');
  } catch {}
}
