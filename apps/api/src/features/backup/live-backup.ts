import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { SqliteVault } from '#credentials/sqlite-vault';
import { Clock } from '#event-store/clock';
import { LogCopy } from '#event-store/embedded/log-copy';
import { Config } from '#installation/config';
import { makeFolder } from '#sqlite/make-folder';
import type { MadeBackup } from '../operations/operation-results.js';
import { ErasedRegister } from '../users/erased-register.js';
import { BackupRefused, type OnProgress } from './backup.js';
import { nameOf } from './backup-folder.js';

const attemptsMax = 5;
const unfinished = '.unfinished';

/** Makes a backup of the directory that this process serves: the same files as of a stopped directory, never the keys. */
@Injectable()
export class LiveBackup {
  constructor(
    private readonly config: Config,
    private readonly vault: SqliteVault,
    private readonly clock: Clock,
  ) {}

  /** The backup's name is the time at which it was begun. @throws BackupRefused, LogDamaged; an incomplete backup is removed then */
  async make(onProgress: OnProgress, signal: AbortSignal, begunAt = this.clock.now()): Promise<MadeBackup> {
    const folder = this.config.backupDirectory;
    const directory = join(folder, nameOf(begunAt));
    if (existsSync(directory)) throw new BackupRefused(`There is a backup in ${directory} already.`);
    this.#clear(folder);
    const begun = directory + unfinished;
    for (const part of ['log', 'vault']) makeFolder(join(begun, part));
    try {
      const endsAt = await this.#copy(begun, onProgress, signal);
      renameSync(begun, directory);
      return { directory, endsAt };
    } catch (error) {
      rmSync(begun, { recursive: true, force: true });
      throw error;
    }
  }

  /** The remains of a backup whose process was ended. */
  #clear(folder: string): void {
    const names = existsSync(folder) ? readdirSync(folder) : [];
    for (const name of names.filter((each) => each.endsWith(unfinished))) rmSync(join(folder, name), { recursive: true, force: true });
  }

  async #copy(begun: string, onProgress: OnProgress, signal: AbortSignal): Promise<number> {
    const { dataDirectory } = this.config;
    const log = new LogCopy(join(dataDirectory, 'events.db'), join(begun, 'log/events.db'));
    const turn = async () => {
      await nextTurn();
      signal.throwIfAborted();
    };
    try {
      const endsAt = await this.#copyPair(() => log.catchUp(turn, onProgress), join(begun, 'vault/vault.db'));
      signal.throwIfAborted();
      const register = new ErasedRegister(dataDirectory).path;
      if (existsSync(register)) await copyFile(register, join(begun, 'erased'));
      return endsAt;
    } finally {
      log.close();
    }
  }

  /**
   * The vault is copied after the log, so that it has every secret that an event names. A secret that was deleted meanwhile is missing to
   * its event, but the event that replaced it is in the live log by then, so both are copied once more. Where secrets are deleted all the
   * time, everything else finally waits for the copy of the vault; otherwise there would be no end.
   */
  async #copyPair(catchUp: () => Promise<number>, path: string): Promise<number> {
    for (let attempt = 1; attempt < attemptsMax; attempt += 1) {
      const before = this.vault.deletions;
      const endsAt = await catchUp();
      await this.vault.copyTo(path);
      if (this.vault.deletions === before) return endsAt;
      rmSync(path);
    }
    const endsAt = await catchUp();
    this.vault.copyAtOnce(path);
    return endsAt;
  }
}
