import { join } from 'node:path';
import type { Position, Recorded } from './envelope.js';
import { recordedOf, stored } from './event-rows.js';
import { headOf } from './head-file.js';
import { openReadOnly, type Sqlite, type Statement } from './sqlite-driver.js';
import { damageOf, type Extent, isMarkOf, type LogMark, markAt, verifyLog } from './verify-log.js';

/** The log of a data directory, which a server may be using: to look at, and not to write to. */
export class LogView {
  readonly #directory: string;
  readonly #database: Sqlite;
  #page: Statement | undefined;

  constructor(directory: string) {
    this.#directory = directory;
    this.#database = openReadOnly(join(directory, 'events.db'));
  }

  stream(name: string): Recorded[] {
    return this.#database.prepare(`SELECT ${stored} FROM events WHERE stream = ? ORDER BY revision`).all(name).map(recordedOf);
  }

  /** Null while the log is empty. */
  newest(): Recorded | null {
    const row = this.#database.prepare(`SELECT ${stored} FROM events ORDER BY position DESC LIMIT 1`).get();
    return row === undefined ? null : recordedOf(row);
  }

  /** Events of the whole log exclusively after `after`. */
  page(after: Position | null, limit: number): Recorded[] {
    this.#page ??= this.#database.prepare(`SELECT ${stored} FROM events WHERE position > ? ORDER BY position LIMIT ?`);
    return this.#page.all(after ?? 0n, limit).map(recordedOf);
  }

  markAt(position: Position): LogMark | null {
    return markAt(this.#database, position);
  }

  /** Whether the mark was set in this log. */
  holds(mark: LogMark): boolean {
    return isMarkOf(this.#database, mark);
  }

  /** Position of the newest event, 0 for none. @throws LogDamaged */
  verify(extent: Extent): Position {
    // The head is read first: a server that goes on meanwhile can only let it lag behind.
    const head = headOf(this.#directory);
    try {
      return verifyLog(this.#database, head, extent).end.position;
    } catch (error) {
      throw damageOf(error, `in ${this.#directory}`);
    }
  }

  close(): void {
    this.#database.close();
  }
}
