import { join } from 'node:path';
import { EventRows } from './event-rows.js';
import { HeadFile } from './head-file.js';
import { isDamage, openSqlite, type Sqlite } from './sqlite-driver.js';
import { LogDamaged, type LogMark, type Verified, verifyLog } from './verify-log.js';

/** A log that is no longer than this, or not before its anchor, is read whole at each start. */
const wholeEventsMaxDefault = 20_000;

export interface LogOptions {
  readonly directory: string;
  /** Up to where the log was checked before; by default it is read whole. */
  readonly anchor?: LogMark | null;
  readonly wholeEventsMax?: number;
}

export interface OpenedLog extends Verified {
  readonly directory: string;
  readonly database: Sqlite;
  readonly rows: EventRows;
  readonly headFile: HeadFile;
}

/** @throws LogDamaged with a sentence that names the position */
export function openLog({ directory, anchor = null, wholeEventsMax = wholeEventsMaxDefault }: LogOptions): OpenedLog {
  try {
    const database = openSqlite(join(directory, 'events.db'), { journalMode: 'wal', synchronous: 'full' });
    const rows = new EventRows(database);
    const headFile = new HeadFile(directory);
    return { directory, database, rows, headFile, ...verifyLog(database, headFile.read(), { anchor, wholeEventsMax }) };
  } catch (error) {
    if (!isDamage(error)) throw error;
    throw new LogDamaged(`The event log in ${directory} is damaged: ${(error as Error).message}.`);
  }
}
