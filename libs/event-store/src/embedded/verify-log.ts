import { isDamage, isForeign, type Sqlite, type Statement } from '#sqlite/sqlite-driver';
import { chain } from '../canonical.js';
import type { Position } from '../envelope.js';
import type { Head } from './head-file.js';
import { genesis, isMarkOf, isSameDigest, type LogMark, markAt } from './log-mark.js';

const pageEvents = 1000;

/** The log is not what was written. The process must not start on it: answers would be made up. */
export class LogDamaged extends Error {}

/** What was met on reading the log of that name, as the damage that it is; anything else as it was. */
export function damageOf(error: unknown, log: string): unknown {
  if (!isDamage(error) && !isForeign(error)) return error;
  return new LogDamaged(`The event log ${log} is damaged: ${(error as Error).message}.`);
}

/** An event as it lies in the log. */
export interface StoredRow {
  readonly position: number;
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly body: Uint8Array;
  readonly digest: Uint8Array;
}

/** Reads on from a mark and checks that each event is the one that was chained, and that its row says the same as its bytes. */
export class ChainCheck {
  readonly #read: Statement;
  #mark: LogMark;

  constructor(database: Sqlite, after: LogMark) {
    this.#read = database.prepare(
      'SELECT position, stream, revision, id, body, digest FROM events WHERE position > ? ORDER BY position LIMIT ?',
    );
    this.#mark = after;
  }

  /** How far it has got. */
  get mark(): LogMark {
    return this.#mark;
  }

  /**
   * Checks the next events, at most `limit`, and calls `each` with every one that passed; false at the end of the log.
   *
   * @throws LogDamaged naming the first position that does not fit
   */
  advance(limit: number, each: (mark: LogMark, row: StoredRow) => void): boolean {
    const rows = this.#read.all(this.#mark.position, limit) as StoredRow[];
    for (const row of rows) {
      const position = this.#mark.position + 1n;
      if (BigInt(row.position) !== position) throw new LogDamaged(`The event log has no event at position ${position}.`);
      const digest = chain(this.#mark.digest, row.body);
      checkRow(row, digest);
      this.#mark = { position, eventId: row.id, digest };
      each(this.#mark, row);
    }
    return rows.length > 0;
  }
}

export interface Extent {
  /** Only so many of the newest events, taking the one before them for granted; by default all of them. */
  readonly newest?: number;
  /** Up to where the log was checked before. Where this is a mark of it, beyond `wholeEventsMax` events, only what follows is read. */
  readonly anchor?: LogMark | null;
  readonly wholeEventsMax?: number;
  /** Hears after each page how far the reading has got. */
  readonly onProgress?: (position: number, end: number) => void;
}

export interface Verified {
  readonly end: LogMark;
  /** Whether the log is the one that the anchor was set in. */
  readonly isAnchored: boolean;
  /** What lies before this place was not read. */
  readonly checkedAfter: LogMark;
}

/**
 * Reads the log and checks that each event is the one that was chained, that its row says the same as its bytes, and that the log
 * does not end before the head that was once reached. If it is read whole, so is the index through which streams are read.
 *
 * @throws LogDamaged naming the first position that does not fit
 */
export function verifyLog(database: Sqlite, head: Head | null, extent: Extent = {}): Verified {
  const { anchor = null, onProgress } = extent;
  const isAnchored = anchor !== null && isMarkOf(database, anchor);
  const start = startOf(database, extent, isAnchored);
  if (start === genesis && extent.newest === undefined) checkIndex(database);
  if (head && start !== genesis && head.position <= start.position) checkHead(head, markAt(database, head.position));
  const check = new ChainCheck(database, start);
  const last = Number(endOf(database));
  while (check.advance(pageEvents, (mark) => head?.position === mark.position && checkHead(head, mark))) {
    onProgress?.(Number(check.mark.position), last);
  }
  const end = check.mark;
  if (head && head.position > end.position) {
    throw new LogDamaged(
      `The event log ends at position ${end.position}, but had reached position ${head.position}: newer events are missing.`,
    );
  }
  return { end, isAnchored, checkedAfter: start };
}

/** A log without an event there has a gap, which the reading from its first event then names. */
function startOf(database: Sqlite, { newest, anchor, wholeEventsMax = 0 }: Extent, isAnchored: boolean): LogMark {
  if (newest !== undefined) return markAt(database, endOf(database) - BigInt(newest)) ?? genesis;
  return anchor && isAnchored && anchor.position > wholeEventsMax ? anchor : genesis;
}

/** Position of the newest event, 0 for none. */
export function endOf(database: Sqlite): Position {
  const { end } = database.prepare('SELECT coalesce(max(position), 0) AS end FROM events').get() as { end: number };
  return BigInt(end);
}

function checkHead(head: Head, mark: LogMark | null): void {
  if (mark && isSameDigest(mark.digest, head.digest)) return;
  throw new LogDamaged(`The event log is not the one whose head was written: position ${head.position} has another digest.`);
}

/** Streams are read through an index, which the digests do not cover: it must lead to every event and to nothing else. */
function checkIndex(database: Sqlite): void {
  const { integrity_check: found } = database.prepare('PRAGMA integrity_check(1)').get() as { integrity_check: string };
  if (found !== 'ok') throw new LogDamaged(`The event log's database is damaged: ${found.replace(/\s+/g, ' ').trim()}.`);
}

function checkRow({ position, stream, revision, id, body, digest }: StoredRow, expected: Buffer): void {
  if (!expected.equals(digest)) throw new LogDamaged(`The event at position ${position} is not the one that was written there.`);
  const envelope = JSON.parse(Buffer.from(body).toString('utf8'));
  if (envelope.stream !== stream || envelope.revision !== revision || envelope.id !== id) {
    throw new LogDamaged(`The row at position ${position} does not say what its event says.`);
  }
}
