import { chain, genesisDigest } from './canonical.js';
import type { Position } from './envelope.js';
import type { Head } from './head-file.js';
import type { Sqlite } from './sqlite-driver.js';

const pageEvents = 1000;

/** The log is not what was written. The process must not start on it: answers would be made up. */
export class LogDamaged extends Error {}

/** An event as it lies in the log. */
export interface StoredRow {
  readonly position: number;
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly body: Uint8Array;
  readonly digest: Uint8Array;
}

export interface Extent {
  /** Only so many of the newest events, taking the one before them for granted; by default all of them. */
  readonly newest?: number;
  /** Hears after each page how far the reading has got. */
  readonly onProgress?: (position: number, end: number) => void;
}

/**
 * Reads the log and checks that each event is the one that was chained, that its row says the same as its bytes, and that the log
 * does not end before the head that was once reached.
 *
 * @returns position and digest of the last event (0 and the genesis digest for an empty log)
 * @throws LogDamaged naming the first position that does not fit
 */
export function verifyLog(
  database: Sqlite,
  head: Head | null,
  { newest, onProgress }: Extent = {},
): { position: Position; digest: Buffer } {
  if (newest === undefined) checkIndex(database);
  const read = database.prepare(selectRows);
  const { end } = database.prepare('SELECT coalesce(max(position), 0) AS end FROM events').get() as { end: number };
  const chained = chainFrom(database, newest === undefined ? 0 : Math.max(0, end - newest));
  const next = () => read.all(chained.position, pageEvents) as StoredRow[];
  for (let rows = next(); rows.length > 0; rows = next()) {
    for (const row of rows) {
      chained.follow(row);
      if (head?.position === BigInt(row.position) && !chained.digest.equals(head.digest)) {
        throw new LogDamaged(`The event log is not the one whose head was written: position ${row.position} has another digest.`);
      }
    }
    onProgress?.(chained.position, end);
  }
  const { position, digest } = chained;
  if (head && head.position > BigInt(position)) {
    throw new LogDamaged(
      `The event log ends at position ${position}, but had reached position ${head.position}: newer events are missing.`,
    );
  }
  return { position: BigInt(position), digest };
}

/** Rows of the log in order, exclusively after a position, at most so many. */
export const selectRows = 'SELECT position, stream, revision, id, body, digest FROM events WHERE position > ? ORDER BY position LIMIT ?';

/** Follows the digests of a log from one event to the next. */
export class Chain {
  constructor(
    /** Of the last event that was followed; 0 and the genesis digest before the first. */
    public position = 0,
    public digest: Buffer = genesisDigest,
  ) {}

  /** @throws LogDamaged when this is not the event that was written after the last one */
  follow(row: StoredRow): void {
    if (row.position !== this.position + 1) throw new LogDamaged(`The event log has no event at position ${this.position + 1}.`);
    this.position = row.position;
    this.digest = chain(this.digest, row.body);
    checkRow(row, this.digest);
  }
}

/** A log without an event there has a gap, which the reading then names. */
function chainFrom(database: Sqlite, position: number): Chain {
  const row = database.prepare('SELECT digest FROM events WHERE position = ?').get(position) as Pick<StoredRow, 'digest'> | undefined;
  return row ? new Chain(position, Buffer.from(row.digest)) : new Chain();
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
