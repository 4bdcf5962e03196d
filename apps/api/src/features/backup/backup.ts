import { closeSync, copyFileSync, existsSync, openSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { dropLogMark } from '#credentials/sqlite-vault';
import { VaultRefused } from '#credentials/vault';
import { lockDataDirectory } from '#event-store/embedded/data-directory';
import { LogCopy } from '#event-store/embedded/log-copy';
import { makeFolder } from '#sqlite/make-folder';
import { copyAtOnce, isDamage, openReadOnly, openSqlite, type Sqlite } from '#sqlite/sqlite-driver';
import { ErasedRegister } from '../users/erased-register.js';

/** Why a backup or a restore was not made; the message is for the operator. */
export class BackupRefused extends Error {}

const log = 'events.db';
const vault = 'vault.db';
const unfinished = '.unfinished';

export type OnProgress = (done: number, total: number) => void;

/**
 * Copies a stopped data directory: the log to `<target>/log`, the vault to `<target>/vault`, so that the two can be kept apart, and the
 * register of erased people beside them. Never the keys: without them the copies can be verified and reveal nothing.
 * @throws BackupRefused when the target is not empty; DataDirectoryInUse while a server runs on the directory; LogDamaged
 */
export async function backup(dataDirectory: string, target: string, onProgress?: OnProgress): Promise<void> {
  if (!existsSync(join(dataDirectory, log))) throw new BackupRefused(`There is no event log in ${dataDirectory}.`);
  const made = { log: join(target, 'log', log), vault: join(target, 'vault', vault) };
  const there = Object.values(made).find((path) => existsSync(path));
  if (there) throw new BackupRefused(`There is a backup in ${target} already: ${there}.`);
  const begun = { log: made.log + unfinished, vault: made.vault + unfinished };
  const lock = lockDataDirectory(dataDirectory);
  try {
    for (const folder of ['log', 'vault']) makeFolder(join(target, folder));
    // What an interrupted backup left behind.
    for (const path of Object.values(begun)) rmSync(path, { force: true });
    await copyLog(join(dataDirectory, log), begun.log, onProgress);
    copyVault(openVault, join(dataDirectory, vault), begun.vault);
    copyRegister(new ErasedRegister(dataDirectory).path, join(target, 'erased'));
    // Files get their names when all of them are complete, so that an interrupted backup is never taken for a whole one.
    for (const part of ['vault', 'log'] as const) renameSync(begun[part], made[part]);
  } catch (error) {
    for (const path of [...Object.values(begun), ...Object.values(made)]) rmSync(path, { force: true });
    throw error;
  } finally {
    lock.release();
  }
}

/** Files of an earlier log or vault, which would be taken for those of the restored one. */
const leftovers = [log, `${log}-wal`, vault, `${vault}-journal`, 'head'];

/**
 * Restores a backup into a data directory that has no log. `register` is the newest register of erased people; the next start, which must
 * be told of the restore, erases again whom it names.
 * @throws BackupRefused when files are in the way or missing; LogDamaged; VaultRefused
 */
export async function restore(dataDirectory: string, source: string, register: string, onProgress?: OnProgress): Promise<void> {
  const there = leftovers.find((name) => existsSync(join(dataDirectory, name)));
  if (there) throw inTheWay(join(dataDirectory, there));
  for (const path of [join(source, 'log', log), join(source, 'vault', vault)]) {
    if (!existsSync(path)) throw new BackupRefused(`The backup has no ${path}.`);
  }
  // Only the backup's own register may be missing, which means that nobody had been erased then.
  const isOwn = register === join(source, 'erased');
  if (!isOwn && !existsSync(register)) throw new BackupRefused(noRegister(register));
  makeFolder(dataDirectory);
  const made = { log: join(dataDirectory, log), unfinished: join(dataDirectory, log + unfinished), vault: join(dataDirectory, vault) };
  claim(made.vault);
  try {
    rmSync(made.unfinished, { force: true });
    // The backup is opened read-only, because it may lie on a read-only medium.
    copyVault(openReadOnly, join(source, 'vault', vault), made.vault);
    dropMarkIn(made.vault);
    copyRegister(register, new ErasedRegister(dataDirectory).path);
    // The log is renamed last, when it is complete, so that an interrupted restore leaves no log at all.
    await copyLog(join(source, 'log', log), made.unfinished, onProgress);
    renameSync(made.unfinished, made.log);
  } catch (error) {
    for (const path of [made.unfinished, made.vault]) rmSync(path, { force: true });
    throw error;
  }
}

/** When two restores run at once, the one that did not make the file must not remove what the other puts there. */
function claim(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === 'EEXIST' ? inTheWay(path) : error;
  }
}

const inTheWay = (path: string) =>
  new BackupRefused(`In ${dirname(path)} there is ${basename(path)} already. Move what is there away first, but for the keys.`);

const noRegister = (path: string) =>
  `There is no register of erased people at ${path}. Leave it out only where nobody was erased since the backup.`;

function copyRegister(from: string, to: string): void {
  if (existsSync(from)) copyFileSync(from, to);
}

/** Events are copied one by one and checked against the hash chain, because damage in a copy would be found too late. */
async function copyLog(from: string, to: string, onProgress?: OnProgress): Promise<void> {
  const copy = new LogCopy(from, to);
  try {
    await copy.catchUp(() => nextTurn(), onProgress);
  } finally {
    copy.close();
  }
}

/** SQLite itself copies: it reads what lies in a journal, too, and writes a complete file. */
function copyVault(open: (path: string) => Sqlite, from: string, to: string): void {
  try {
    const database = open(from);
    try {
      copyAtOnce(database, to);
    } finally {
      database.close();
    }
  } catch (error) {
    throw isDamage(error) ? new VaultRefused(`is damaged (${(error as Error).message})`) : error;
  }
}

function dropMarkIn(path: string): void {
  const database = openVault(path);
  database.exec(dropLogMark);
  database.close();
}

const openVault = (path: string) => openSqlite(path, { journalMode: 'delete', synchronous: 'full' });
