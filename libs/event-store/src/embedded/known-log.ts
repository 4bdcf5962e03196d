import type { Sqlite } from '#sqlite/sqlite-driver';
import type { Position, Recorded } from '../envelope.js';
import { EventReader } from './event-reader.js';
import { genesis, holdsMark, type LogMark, LogMarks, textOfMark } from './log-marks.js';
import { LogDamaged } from './verify-log.js';

/** The part of the log that is on stable storage. Events behind its end may be committed but not yet synced, and no reader may see them. */
export class KnownLog {
  readonly #database: Sqlite;
  readonly #reader: EventReader;
  readonly #marks: LogMarks;
  readonly #onDamage: (damage: unknown) => void;
  #end: LogMark;

  /** `onDamage` is called for each event that differs from what was written; the reader gets the same error. */
  constructor(database: Sqlite, end: LogMark, onDamage: (damage: unknown) => void) {
    this.#database = database;
    this.#reader = new EventReader(database);
    this.#marks = new LogMarks(database);
    this.#end = end;
    this.#onDamage = onDamage;
  }

  get end(): LogMark {
    return this.#end;
  }

  get isEmpty(): boolean {
    return this.#end.position === genesis.position;
  }

  grewTo(end: LogMark): void {
    this.#end = end;
  }

  /** Some of these events are committed but not yet synced, and could still be lost. */
  isAhead(events: readonly Recorded[]): boolean {
    return events.length > 0 && events[events.length - 1].position > this.#end.position;
  }

  ofStream(stream: string, fromRevision: number): Recorded[] {
    return this.#watched(() => this.#reader.ofStream(stream, fromRevision));
  }

  page(after: Position | null, limit: number, isEnough?: () => boolean): Recorded[] {
    const page = this.#watched(() => this.#reader.page(after, limit, isEnough));
    return this.isAhead(page) ? page.filter(({ position }) => position <= this.#end.position) : page;
  }

  /** Null while the log is empty. */
  mark(): string | null {
    return this.isEmpty ? null : textOfMark(this.#end);
  }

  markAt(position: Position): string | null {
    const mark = position <= this.#end.position ? this.#marks.at(position) : null;
    return mark && textOfMark(mark);
  }

  holds(mark: string): boolean {
    return holdsMark(this.#database, mark);
  }

  #watched<T>(read: () => T): T {
    try {
      return read();
    } catch (error) {
      if (error instanceof LogDamaged) this.#onDamage(error);
      throw error;
    }
  }
}
