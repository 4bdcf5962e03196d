import type { Position, Recorded } from './envelope.js';
import { EventRows } from './event-rows.js';
import { openSqliteReader, type Sqlite } from './sqlite-driver.js';
import { isMarkOf, type LogMark, markAt } from './verify-log.js';

/** A second look at the log while its writer goes on, from another thread if need be: what was committed, and nothing else. */
export class LogReader {
  readonly #database: Sqlite;
  readonly #rows: EventRows;

  /** `path` is that of the database, which must be open for writing elsewhere in this process. */
  constructor(path: string) {
    this.#database = openSqliteReader(path);
    this.#rows = new EventRows(this.#database);
  }

  /** Events exclusively after `after`. */
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

  close(): void {
    this.#database.close();
  }
}
