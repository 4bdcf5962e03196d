import { rmSync } from 'node:fs';
import { isDamage, openSqlite, type Sqlite } from './sqlite-driver.js';

/**
 * A database that can be made again, and is made again, empty, when it cannot be read: at the start or at any later moment. A
 * damaged copy must not keep the truth from being served. Never for the log or the vault.
 */
export class DisposableDatabase {
  #database: Sqlite;

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
    this.use((database) => inTransaction(database, () => work(database)));
  }

  close(): void {
    if (this.#database.isOpen) this.#database.close();
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
    for (const suffix of ['', '-wal', '-shm']) rmSync(this.path + suffix, { force: true });
    return this.#open();
  }

  #open(): Sqlite {
    const database = openSqlite(this.path, { journalMode: 'wal', synchronous: 'normal' });
    try {
      // Small, so that it does not take from the log the room that it needs itself.
      database.exec('PRAGMA wal_autocheckpoint = 100');
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
