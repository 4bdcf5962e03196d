import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isForeign, openReadOnly, openUnused, type Sqlite } from '#sqlite/sqlite-driver';
import type { Position, Recorded } from '../envelope.js';
import { EventReader } from './event-reader.js';
import { headOf } from './head-file.js';
import { holdsMark, isMarkOf, type LogMark, markAt, textOfMark } from './log-marks.js';
import { LogSeal } from './log-seal.js';
import { damageOf, type Extent, endOf, verifyLog } from './verify-log.js';

/** Read-only access to the log of a data directory: it writes nothing, neither into the log nor beside it. */
export class LogView {
  readonly #directory: string;
  readonly #database: Sqlite;
  #eventReader: EventReader | undefined;

  private constructor(directory: string, open: (path: string) => Sqlite) {
    this.#directory = directory;
    this.#database = open(join(directory, 'events.db'));
  }

  /** Opens a directory that a server may be using. */
  static ofUsed(directory: string): LogView {
    return new LogView(directory, openReadOnly);
  }

  /** Opens a directory that nobody writes to meanwhile, and which may itself be read-only. */
  static ofUnused(directory: string): LogView {
    return new LogView(directory, openUnused);
  }

  /** Whether the log of a directory has ever held an event; true when that cannot be determined. */
  static hasEvents(directory: string): boolean {
    if (headOf(directory) !== null) return true;
    if (!existsSync(join(directory, 'events.db'))) return false;
    try {
      const view = LogView.ofUsed(directory);
      try {
        return endOf(view.#database) > 0n;
      } finally {
        view.close();
      }
    } catch (error) {
      return !isForeign(error);
    }
  }

  /** @throws LogDamaged, as every read does */
  stream(name: string): Recorded[] {
    return this.#reader.ofStream(name, 0);
  }

  /** Names of the streams that begin with `prefix`, as the index of the database has them. */
  streamNames(prefix: string): string[] {
    const end = prefix.length - 1;
    const after = `${prefix.slice(0, end)}${String.fromCharCode(prefix.charCodeAt(end) + 1)}`;
    const rows = this.#database.prepare('SELECT DISTINCT stream FROM events WHERE stream >= ? AND stream < ?').all(prefix, after);
    return rows.map((row) => (row as { stream: string }).stream);
  }

  /** Null while the log is empty. */
  newest(): Recorded | null {
    const end = endOf(this.#database);
    return end === 0n ? null : this.#reader.page(end - 1n, 1)[0];
  }

  /** Events of the whole log exclusively after `after`. Consecutive pages are verified as one hash chain. */
  page(after: Position | null, limit: number): Recorded[] {
    return this.#reader.page(after, limit);
  }

  /** The next page, if it begins at this mark, is checked as a part of the chain that leads there. */
  continueFrom(mark: LogMark): void {
    this.#reader.continueFrom(mark);
  }

  /** Whether the last page that was read ended exactly at this mark. */
  hasReadTo(mark: LogMark): boolean {
    return this.#reader.hasReadTo(mark);
  }

  /** Whether the log contains the mark, as far as the row at its position states. */
  holds(mark: LogMark): boolean {
    return isMarkOf(this.#database, mark);
  }

  /** The same for a mark as the store exposes it. */
  holdsMark(mark: string): boolean {
    return holdsMark(this.#database, mark);
  }

  markAt(position: Position): string | null {
    const mark = markAt(this.#database, position);
    return mark && textOfMark(mark);
  }

  /** Whether the last event carries a seal that this key made. */
  isSealed(key: Buffer): boolean {
    const end = markAt(this.#database, endOf(this.#database));
    return end === null || new LogSeal(key).isSealed(this.#database, end);
  }

  /** Position of the newest event, 0 for none. @throws LogDamaged */
  verify(extent: Extent): Position {
    // The head is read first: if a server appends meanwhile, the head can only lag behind.
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

  /** The reader is created when it is first needed, since it cannot be created for a file that is not a log. */
  get #reader(): EventReader {
    this.#eventReader ??= new EventReader(this.#database);
    return this.#eventReader;
  }
}
