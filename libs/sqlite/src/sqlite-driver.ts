import { chmodSync, closeSync, openSync, statSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { backup, DatabaseSync } from '@photostructure/sqlite';

export type Sqlite = InstanceType<typeof DatabaseSync>;
export type Statement = ReturnType<Sqlite['prepare']>;

export interface SqliteOptions {
  /** `wal` where readers run beside a writer; `delete` where no trace of overwritten data may remain. */
  readonly journalMode: 'wal' | 'delete';
  /**
   * `full`: a commit is on stable storage when it returns. `normal`: before the next sync a power failure may lose it, but never tear it.
   */
  readonly synchronous: 'full' | 'normal';
  /** Overwrites deleted data with zeros. */
  readonly secureDelete?: boolean;
  /** How long to wait for a file that another connection has locked. */
  readonly busyTimeoutMs?: number;
}

/**
 * A connection that writes. The last one of a file takes its journals away when it closes. SQLite alone would keep them until the garbage
 * collector has found every prepared statement, which the driver cannot finalize, and a closed directory would change while it is copied.
 */
class WritingDatabase extends DatabaseSync {
  override close(): void {
    try {
      this.exec('PRAGMA busy_timeout = 0; PRAGMA journal_mode = DELETE');
    } catch {
      // Another connection is open, a statement was not read to its end, or the disk is full: the journal stays, and SQLite reads it again.
    }
    super.close();
  }
}

/**
 * Opens a database file with mode 0600 whatever the umask; SQLite gives its journals the mode of the file they belong to. No other file
 * imports the driver.
 */
export function openSqlite(path: string, options: SqliteOptions): Sqlite {
  const { journalMode, synchronous, secureDelete = false, busyTimeoutMs = 5000 } = options;
  closeSync(openSync(path, 'a', 0o600));
  chmodSync(path, 0o600);
  const database = new WritingDatabase(path);
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
 * Opens a database that may be in use, read-only. It must not be opened through the file system: closing any other handle of the file would
 * drop the locks that this process holds on it.
 */
export function openReadOnly(path: string): Sqlite {
  const database = new DatabaseSync(path, { readOnly: true });
  database.exec('PRAGMA busy_timeout = 1000');
  return database;
}

/**
 * Opens a database that no process uses, read-only, without creating or changing any file: not even the shared-memory index of a
 * write-ahead log, which SQLite would otherwise create. Nobody may write to it meanwhile.
 */
export function openUnused(path: string): Sqlite {
  const address = pathToFileURL(path);
  const hasWriteAheadLog = (statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0;
  // Without locks, a connection keeps the shared-memory index private; an immutable database is read without its write-ahead log.
  address.search = hasWriteAheadLog ? '?vfs=unix-none' : '?immutable=1';
  const database = new DatabaseSync(address, { readOnly: true });
  database.exec('PRAGMA locking_mode = EXCLUSIVE');
  return database;
}

/** Copies a database that is in use into a new file, a few pages at a time, in a thread of its own; what is written meanwhile is in it. */
export async function copyInParts(database: Sqlite, path: string): Promise<void> {
  await backup(database, path);
  chmodSync(path, 0o600);
}

/** Copies the current state of a database into a new file. */
export function copyAtOnce(database: Sqlite, path: string): void {
  database.prepare('VACUUM INTO ?').run(path);
  chmodSync(path, 0o600);
}

/**
 * Moves the whole write-ahead log into the database file, which may then be copied alone; when the disk is too full for that, both files
 * remain.
 */
export function checkpointFully(database: Sqlite): void {
  try {
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  } catch (error) {
    if (!isDiskFull(error)) throw error;
  }
}

/**
 * Makes a checkpoint as far as no reader needs the older pages; other connections go on meanwhile. The file is opened through SQLite alone,
 * as with `openReadOnly`.
 *
 * @throws also when the head of the file is damaged, which a connection that opened it long ago may not have noticed
 */
export function checkpointFile(path: string): void {
  const database = new DatabaseSync(path);
  try {
    // `exec` leaves no prepared statement, which would keep the file open until it is garbage-collected.
    database.exec('PRAGMA busy_timeout = 5000; SELECT count(*) FROM sqlite_master; PRAGMA wal_checkpoint(PASSIVE)');
  } finally {
    database.close();
  }
}

/** For most errors the driver tells the code; for those that it meets while reading rows, only the message. */
const sentences: Readonly<Record<string, number>> = {
  'disk I/O error': 10,
  'database disk image is malformed': 11,
  'database or disk is full': 13,
  'file is not a database': 26,
};

function primaryCode(error: unknown): number {
  const { errcode, message = '' } = (error ?? {}) as { errcode?: number; message?: string };
  return errcode === undefined ? (sentences[message] ?? 0) : errcode & 0xff;
}

/** The disk is full: nothing was written, and a later attempt may succeed. */
export const isDiskFull = (error: unknown) => primaryCode(error) === 13;

/** A read, a write or a sync failed: the state of the disk is unknown now. */
export const isDiskFailing = (error: unknown) => primaryCode(error) === 10;

/** The file is damaged, or is no database. */
export const isDamage = (error: unknown) => [11, 26].includes(primaryCode(error));

/** The file is sound, but empty, or another program wrote it. */
export const isForeign = (error: unknown) => /^no such (table|column)/.test((error as Error).message);

/** A value does not fit its column (too big, constraint, mismatch, range), or SQLite has no type for it. */
export const isOfValues = (error: unknown) => [0, 18, 19, 20, 25].includes(primaryCode(error));
