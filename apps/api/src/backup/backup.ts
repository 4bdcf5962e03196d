import { chmodSync, copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { lockDataDirectory } from '#event-store/data-directory';
import { openSqlite } from '#event-store/sqlite-driver';
import { ErasedRegister } from './erased-register.js';

/** Why a backup or a restore was not made; the text is for the operator. */
export class BackupRefused extends Error {}

const log = 'events.db';
const vault = 'vault.db';

/**
 * Copies a stopped data directory: the log to `<target>/log`, the vault to `<target>/vault`, so that the two can be kept apart,
 * and the register of erased people beside them. Never the keys: without them the copies verify and reveal nothing.
 *
 * @throws BackupRefused when there is something in the way; DataDirectoryInUse while a server runs on the directory
 */
export function backup(dataDirectory: string, target: string): void {
  if (!existsSync(join(dataDirectory, log))) throw new BackupRefused(`There is no event log in ${dataDirectory}.`);
  if (existsSync(join(target, 'log', log))) throw new BackupRefused(`There is a backup in ${target} already.`);
  const lock = lockDataDirectory(dataDirectory);
  try {
    for (const [folder, file] of [
      ['log', log],
      ['vault', vault],
    ] as const) {
      mkdirSync(join(target, folder), { recursive: true, mode: 0o700 });
      copyDatabase(join(dataDirectory, file), join(target, folder, file));
    }
    const register = new ErasedRegister(dataDirectory);
    if (existsSync(register.path)) copyFileSync(register.path, join(target, 'erased'));
  } finally {
    lock.release();
  }
}

/** Files of an earlier log or vault. Beside a restored one they would be taken for its own. */
const leftovers = [log, `${log}-wal`, vault, `${vault}-journal`, 'head'];

/**
 * Puts a backup into a data directory that has no log. `register` is the newest register of erased people that there is; what it
 * names is erased again at the next start, which must be told of the restore.
 */
export function restore(dataDirectory: string, source: string, register: string): void {
  const there = leftovers.find((name) => existsSync(join(dataDirectory, name)));
  if (there) throw new BackupRefused(`There is a ${there} in ${dataDirectory} already. Move what is there away first, but for the keys.`);
  for (const path of [join(source, 'log', log), join(source, 'vault', vault)]) {
    if (!existsSync(path)) throw new BackupRefused(`The backup has no ${path}.`);
  }
  // Only the backup's own may be missing: nobody had been erased then.
  const isOwn = register === join(source, 'erased');
  if (!isOwn && !existsSync(register)) throw new BackupRefused(`There is no register of erased people at ${register}.`);
  mkdirSync(dataDirectory, { recursive: true, mode: 0o700 });
  copyDatabase(join(source, 'vault', vault), join(dataDirectory, vault));
  if (existsSync(register)) copyFileSync(register, new ErasedRegister(dataDirectory).path);
  // Last, so that an interrupted restore is no log at all.
  copyDatabase(join(source, 'log', log), join(dataDirectory, log));
}

/** By SQLite itself, which reads what lies in the journals too and writes a whole file. */
function copyDatabase(from: string, to: string): void {
  const database = openSqlite(from, { journalMode: from.endsWith(vault) ? 'delete' : 'wal', synchronous: 'full' });
  try {
    database.prepare('VACUUM INTO ?').run(to);
    chmodSync(to, 0o600);
  } finally {
    database.close();
  }
}
