import { join } from 'node:path';
import type { Position, Recorded } from './envelope.js';
import { EventRows } from './event-rows.js';
import { headOf } from './head-file.js';
import { isDamage, openReadOnly, type Sqlite } from './sqlite-driver.js';
import { type Extent, isMarkOf, LogDamaged, type LogMark, markAt, verifyLog } from './verify-log.js';

/** The log of a data directory, which a server may be using: to look at, and not to write to. */
export class LogView {
  readonly #directory: string;
  readonly #database: Sqlite;
  readonly #rows: EventRows;

  constructor(directory: string) {
    this.#directory = directory;
    this.#database = openReadOnly(join(directory, 'events.db'));
    this.#rows = new EventRows(this.#database);
  }

  stream(name: string): Recorded[] {
    return this.#rows.ofStream(name, 0);
  }

  /** Null while the log is empty. */
  newest(): Recorded | null {
    const { end } = this.#database.prepare('SELECT max(position) AS end FROM events').get() as { end: number | null };
    return end === null ? null : this.#rows.page(BigInt(end) - 1n, 1)[0];
  }

  /** Events of the whole log exclusively after `after`. */
  page(after: Position | null, limit: number): Recorded[] {
    return this.#rows.page(after, limit);
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
      if (!isDamage(error)) throw error;
      throw new LogDamaged(`The event log in ${this.#directory} is damaged: ${(error as Error).message}.`);
    }
  }

  close(): void {
    this.#database.close();
  }
}
