import { chmodSync, closeSync, openSync, statSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { backup, DatabaseSync } from '@photostructure/sqlite';

export type Sqlite = InstanceType<typeof DatabaseSync>;
export type Statement = ReturnType<Sqlite['prepare']>;

export interface SqliteOptions {
  /** `wal` where readers and a writer meet; `delete` where no trace of what was overwritten may stay behind. */
  readonly journalMode: 'wal' | 'delete';
  /** `full`: a commit is on stable storage when it returns. `normal`: until it was synced it may be lost with the power, never torn. */
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
 * Opens a database that may be in use, to look at it. Never through the file system: closing any other handle of a file drops the
 * locks that this process holds on it.
 */
export function openReadOnly(path: string): Sqlite {
  const database = new DatabaseSync(path, { readOnly: true });
  database.exec('PRAGMA busy_timeout = 1000');
  return database;
}

/**
 * Opens a database that no process uses, to look at it, and makes and changes no file: not even the index of a write-ahead log, which
 * SQLite else puts beside it. Nobody may write to it meanwhile.
 */
export function openUnused(path: string): Sqlite {
  const address = pathToFileURL(path);
  const hasWriteAheadLog = (statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0;
  // Without locks a connection keeps the index to itself; an immutable database is read without its write-ahead log.
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

/** Copies a database as it is now into a new file. */
export function copyAtOnce(database: Sqlite, path: string): void {
  database.prepare('VACUUM INTO ?').run(path);
  chmodSync(path, 0o600);
}

/** Puts all into the one file, which may then be copied as it lies; unless there is no room for it, and then it is two. */
export function checkpointFully(database: Sqlite): void {
  try {
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  } catch (error) {
    if (!isDiskFull(error)) throw error;
  }
}

/**
 * Moves what was written ahead into the file, as far as no reader needs it where it is; other connections go on meanwhile. Not
 * through the file system either.
 *
 * @throws also where the file is damaged at its head, which anyone who has it open may have read long ago
 */
export function checkpointFile(path: string): void {
  const database = new DatabaseSync(path);
  try {
    // Not prepared: the file would stay open until the collector of garbage finds the statement.
    database.exec('PRAGMA busy_timeout = 5000; SELECT count(*) FROM sqlite_master; PRAGMA wal_checkpoint(PASSIVE)');
  } finally {
    database.close();
  }
}

/** The driver tells the code of most errors, and only the sentence of those that it meets while it reads rows. */
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

/** There was no room for what was to be written; nothing of it was, and there may be room again later. */
export const isDiskFull = (error: unknown) => primaryCode(error) === 13;

/** A read, a write or a sync failed: what is on the disk now is not known. */
export const isDiskFailing = (error: unknown) => primaryCode(error) === 10;

/** The file is not what SQLite wrote. */
export const isDamage = (error: unknown) => [11, 26].includes(primaryCode(error));

/** The file is sound, but nothing was ever written into it, or something else wrote it. */
export const isForeign = (error: unknown) => /^no such (table|column)/.test((error as Error).message);

/** What was to be written does not fit its place (too big, constraint, mismatch, range), or is nothing that SQLite takes at all. */
export const isOfValues = (error: unknown) => [0, 18, 19, 20, 25].includes(primaryCode(error));
