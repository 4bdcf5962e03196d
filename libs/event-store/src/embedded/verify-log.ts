import { isDamage, isForeign, type Sqlite, type Statement } from '#sqlite/sqlite-driver';
import { chain } from '../canonical.js';
import type { Position } from '../envelope.js';
import type { Head } from './head-file.js';
import { genesis, isMarkOf, isSameDigest, type LogMark, markAt } from './log-marks.js';

const pageEvents = 1000;

/** The log differs from what was written. The process must not start on it, since its answers would be wrong. */
export class LogDamaged extends Error {}

/** Returns an error met while reading that log as `LogDamaged` when damage caused it; any other error is returned unchanged. */
export function damageOf(error: unknown, log: string): unknown {
  if (!isDamage(error) && !isForeign(error)) return error;
  return new LogDamaged(`The event log ${log} is damaged: ${(error as Error).message}.`);
}

/** An event's row in the log. */
export interface StoredRow {
  readonly position: number;
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly body: Uint8Array;
  readonly digest: Uint8Array;
}

/** Verifies the hash chain from a mark onward, and that each row states the same as the bytes of its event. */
export class ChainCheck {
  readonly #read: Statement;
  #mark: LogMark;

  constructor(database: Sqlite, after: LogMark) {
    this.#read = database.prepare(
      'SELECT position, stream, revision, id, body, digest FROM events WHERE position > ? ORDER BY position LIMIT ?',
    );
    this.#mark = after;
  }

  /** The mark up to which the log was verified. */
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
  /** Reads only this many of the newest events and trusts the one before them; by default all are read. */
  readonly newest?: number;
  /**
   * The mark up to which the log was verified before. When the log contains it and is longer than `wholeEventsMax` events, only what
   * follows is read.
   */
  readonly anchor?: LogMark | null;
  readonly wholeEventsMax?: number;
  /** Called after each page with the position that was reached. */
  readonly onProgress?: (position: number, end: number) => void;
}

export interface Verified {
  readonly end: LogMark;
  /** Whether the log contains the anchor. */
  readonly isAnchored: boolean;
  /** Events up to this mark were not read. */
  readonly checkedAfter: LogMark;
}

/**
 * Verifies the hash chain, that each row states the same as the bytes of its event, and that the log does not end before the recorded head.
 * When the whole log is read, the index of streams is verified, too.
 *
 * @throws LogDamaged naming the first position that does not match
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

/** When the anchor's event is missing the log has a gap; reading from the first event then names its position. */
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

/** Streams are read through an index that the hash chain does not cover, so it must lead to every event and to nothing else. */
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
