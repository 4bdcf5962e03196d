import { join } from 'node:path';
import { isDamage, openSqlite, type Sqlite } from '#sqlite/sqlite-driver';
import { EventRows } from './event-rows.js';
import { HeadFile } from './head-file.js';
import { LogDisk } from './log-disk.js';
import type { LogMark } from './log-mark.js';
import { SealKey } from './log-seal.js';
import { LogDamaged, type Verified, verifyLog } from './verify-log.js';

/** A log that is no longer than this, or not before its anchor, is read whole at each start. */
const wholeEventsMaxDefault = 20_000;

export interface LogOptions {
  readonly directory: string;
  /** Up to where the log was checked before; by default it is read whole. */
  readonly anchor?: LogMark | null;
  readonly wholeEventsMax?: number;
  /** What the end of the log is sealed with, 32 bytes; without it the log is taken as it is found, and not sealed. */
  readonly sealKey?: Buffer;
}

export interface OpenedLog extends Verified {
  readonly directory: string;
  readonly database: Sqlite;
  readonly rows: EventRows;
  readonly disk: LogDisk;
  readonly headFile: HeadFile;
  readonly sealKey: SealKey | null;
  /** Whether the log ended where a holder of the key wrote last; true without a key. */
  readonly isSealed: boolean;
}

/** @throws LogDamaged with a sentence that names the position */
export function openLog({ directory, anchor = null, wholeEventsMax = wholeEventsMaxDefault, ...options }: LogOptions): OpenedLog {
  const sealKey = options.sealKey ? new SealKey(options.sealKey) : null;
  try {
    const path = join(directory, 'events.db');
    const database = openSqlite(path, { journalMode: 'wal', synchronous: 'normal' });
    // Anyone who appends has it done in another thread, after the answer.
    database.exec('PRAGMA wal_autocheckpoint = 0');
    const rows = new EventRows(database);
    const disk = new LogDisk(path);
    const headFile = new HeadFile(directory);
    const verified = verifyLog(database, headFile.read(), { anchor, wholeEventsMax });
    const isSealed = sealKey?.isSealed(database, verified.end) ?? true;
    return { directory, database, rows, disk, headFile, sealKey, isSealed, ...verified };
  } catch (error) {
    if (!isDamage(error)) throw error;
    throw new LogDamaged(`The event log in ${directory} is damaged: ${(error as Error).message}.`);
  }
}
