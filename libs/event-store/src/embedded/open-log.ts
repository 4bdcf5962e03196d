import { join } from 'node:path';
import { isDamage, openSqlite, type Sqlite } from '#sqlite/sqlite-driver';
import { EventRows } from './event-rows.js';
import { HeadFile } from './head-file.js';
import { LogDisk } from './log-disk.js';
import type { LogMark } from './log-marks.js';
import { LogSeal } from './log-seal.js';
import { LogDamaged, type Verified, verifyLog } from './verify-log.js';

/** A log that is not longer than this, or that does not contain its anchor, is verified completely at each start. */
const wholeEventsMaxDefault = 20_000;

export interface LogOptions {
  readonly directory: string;
  /** The mark up to which the log was verified before; by default the whole log is read. */
  readonly anchor?: LogMark | null;
  readonly wholeEventsMax?: number;
  /** The key of the seals, 32 bytes. Without it, the log's end is neither verified nor sealed. */
  readonly sealKey?: Buffer;
}

export interface OpenedLog extends Verified {
  readonly directory: string;
  readonly database: Sqlite;
  readonly rows: EventRows;
  readonly disk: LogDisk;
  readonly headFile: HeadFile;
  readonly sealKey: LogSeal | null;
  /** Whether the last event carried a valid seal; true without a key. */
  readonly isSealed: boolean;
}

/** @throws LogDamaged with a sentence that names the position */
export function openLog({ directory, anchor = null, wholeEventsMax = wholeEventsMaxDefault, ...options }: LogOptions): OpenedLog {
  const sealKey = options.sealKey ? new LogSeal(options.sealKey) : null;
  try {
    const path = join(directory, 'events.db');
    const database = openSqlite(path, { journalMode: 'wal', synchronous: 'normal' });
    // The store makes checkpoints itself, in another thread and after the append is answered.
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
