import { chmodSync, existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { makeFolder } from '#sqlite/make-folder';
import { openReadOnly, openSqlite } from '#sqlite/sqlite-driver';

/** Another process holds the lock of the data directory. */
export class DataDirectoryInUse extends Error {
  constructor(directory: string) {
    super(
      `The data directory ${directory} is in use by another process. Stop that process, or set KEYLEDGER_DATA_DIR to another directory.`,
    );
  }
}

/** The data directory cannot be made, read or written to. */
export class DataDirectoryUnusable extends Error {
  constructor(directory: string, { message }: Error) {
    super(`The data directory ${directory} cannot be used: ${message}. Set KEYLEDGER_DATA_DIR to a directory that this user may write to.`);
  }
}

export interface DataDirectoryLock {
  release(): void;
}

/**
 * Claims a data directory for this process by holding an exclusive transaction open on a database of its own. The operating system releases
 * it with the process, so a kill leaves no stale lock.
 *
 * @throws DataDirectoryInUse when a process, this one included, holds it already; DataDirectoryUnusable when it cannot be written
 */
export function lockDataDirectory(directory: string): DataDirectoryLock {
  const path = resolve(directory);
  makeDirectory(path);
  const database = openLock(path);
  try {
    database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    throw isBusy(error) ? new DataDirectoryInUse(path) : new DataDirectoryUnusable(path, error as Error);
  }
  let held = true;
  return {
    release() {
      if (held) database.close();
      held = false;
    },
  };
}

/** Whether a process has claimed the directory. This check itself claims and changes nothing. */
export function isDataDirectoryInUse(directory: string): boolean {
  const path = join(resolve(directory), 'lock.db');
  if (!existsSync(path)) return false;
  const database = openReadOnly(path);
  try {
    database.exec('PRAGMA busy_timeout = 0; SELECT 1 FROM sqlite_master');
    return false;
  } catch (error) {
    if (isBusy(error)) return true;
    throw error;
  } finally {
    database.close();
  }
}

/**
 * Keeps others from claiming the directory while it is only read, and writes nothing: a directory in which no server ever wrote needs no
 * lock.
 *
 * @throws DataDirectoryInUse
 */
export function holdDataDirectory(directory: string): DataDirectoryLock {
  const path = join(resolve(directory), 'lock.db');
  if (!existsSync(path)) return { release: () => {} };
  const database = openReadOnly(path);
  try {
    database.exec('PRAGMA busy_timeout = 0; BEGIN; SELECT 1 FROM sqlite_master');
  } catch (error) {
    database.close();
    throw isBusy(error) ? new DataDirectoryInUse(resolve(directory)) : new DataDirectoryUnusable(resolve(directory), error as Error);
  }
  return { release: () => database.close() };
}

function openLock(path: string) {
  try {
    return openSqlite(join(path, 'lock.db'), { journalMode: 'delete', synchronous: 'normal', busyTimeoutMs: 0 });
  } catch (error) {
    throw isBusy(error) ? new DataDirectoryInUse(path) : new DataDirectoryUnusable(path, error as Error);
  }
}

function makeDirectory(path: string): void {
  try {
    makeFolder(path);
    chmodSync(path, 0o700);
  } catch (error) {
    // A mounted directory may be writable and yet belong to somebody else; every file in it is created for its owner alone.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') throw new DataDirectoryUnusable(path, error as Error);
  }
}

const isBusy = (error: unknown) => /locked|busy/i.test(String((error as Error).message));
