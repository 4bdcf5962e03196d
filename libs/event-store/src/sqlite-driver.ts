import { chmodSync, closeSync, openSync, rmSync } from 'node:fs';
import { DatabaseSync } from '@photostructure/sqlite';

export type Sqlite = InstanceType<typeof DatabaseSync>;
export type Statement = ReturnType<Sqlite['prepare']>;

export interface SqliteOptions {
  /** `wal` where readers and a writer meet; `delete` where no trace of what was overwritten may stay behind. */
  readonly journalMode: 'wal' | 'delete';
  /** `full`: a commit is on stable storage when it returns. `normal`: it may be lost with the power, never torn. */
  readonly synchronous: 'full' | 'normal';
  /** Overwrites what is deleted with zeros. */
  readonly secureDelete?: boolean;
  /** How long to wait for a file that another connection has locked. */
  readonly busyTimeoutMs?: number;
}

/**
 * Opens a database file, mode 0600 whatever the umask; SQLite gives its journals the mode of the file they belong to.
 * The only file that knows the driver.
 */
export function openSqlite(path: string, options: SqliteOptions): Sqlite {
  const { journalMode, synchronous, secureDelete = false, busyTimeoutMs = 5000 } = options;
  closeSync(openSync(path, 'a', 0o600));
  chmodSync(path, 0o600);
  const database = new DatabaseSync(path);
  try {
    database.exec(`PRAGMA busy_timeout = ${busyTimeoutMs}; PRAGMA journal_mode = ${journalMode.toUpperCase()}; PRAGMA foreign_keys = ON`);
    database.exec(`PRAGMA synchronous = ${synchronous.toUpperCase()}; PRAGMA secure_delete = ${secureDelete ? 'ON' : 'OFF'}`);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/**
 * Opens a database that this process writes to already, for reading only. The file itself is not touched: to close any handle of
 * it that SQLite does not know would drop the locks of the writer.
 */
export function openSqliteReader(path: string): Sqlite {
  return new DatabaseSync(path, { readOnly: true });
}

/**
 * Opens a file that can be made again, and makes it again when it cannot be read: a damaged copy must not keep the truth from
 * being served. Never for the log or the vault.
 */
export function openDisposable(path: string, options: SqliteOptions, schema: string): Sqlite {
  try {
    return withSchema(path, options, schema);
  } catch (error) {
    if (!/malformed|not a database|disk image|corrupt/i.test(String((error as Error).message))) throw error;
    for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true });
    return withSchema(path, options, schema);
  }
}

function withSchema(path: string, options: SqliteOptions, schema: string): Sqlite {
  const database = openSqlite(path, options);
  try {
    database.exec(schema);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}
