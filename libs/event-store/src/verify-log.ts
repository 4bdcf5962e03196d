import { chain, genesisDigest } from './canonical.js';
import type { Position } from './envelope.js';
import type { Head } from './head-file.js';
import type { Sqlite } from './sqlite-driver.js';

const pageEvents = 1000;

/** The log is not what was written. The process must not start on it: answers would be made up. */
export class LogDamaged extends Error {}

interface Row {
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
  const read = database.prepare(
    'SELECT position, stream, revision, id, body, digest FROM events WHERE position > ? ORDER BY position LIMIT ?',
  );
  const { end } = database.prepare('SELECT coalesce(max(position), 0) AS end FROM events').get() as { end: number };
  let { position, digest } = startOf(database, newest === undefined ? 0 : Math.max(0, end - newest));
  for (let rows = read.all(position, pageEvents) as Row[]; rows.length > 0; rows = read.all(position, pageEvents) as Row[]) {
    for (const row of rows) {
      if (row.position !== position + 1) throw new LogDamaged(`The event log has no event at position ${position + 1}.`);
      position = row.position;
      digest = chain(digest, row.body);
      checkRow(row, digest);
      if (head?.position === BigInt(position) && !digest.equals(head.digest)) {
        throw new LogDamaged(`The event log is not the one whose head was written: position ${position} has another digest.`);
      }
    }
    onProgress?.(position, end);
  }
  if (head && head.position > BigInt(position)) {
    throw new LogDamaged(
      `The event log ends at position ${position}, but had reached position ${head.position}: newer events are missing.`,
    );
  }
  return { position: BigInt(position), digest };
}

/** A log without an event there has a gap, which the reading then names. */
function startOf(database: Sqlite, position: number): { position: number; digest: Buffer } {
  const row = database.prepare('SELECT digest FROM events WHERE position = ?').get(position) as Pick<Row, 'digest'> | undefined;
  return row ? { position, digest: Buffer.from(row.digest) } : { position: 0, digest: genesisDigest };
}

/** Streams are read through an index, which the digests do not cover: it must lead to every event and to nothing else. */
function checkIndex(database: Sqlite): void {
  const { integrity_check: found } = database.prepare('PRAGMA integrity_check(1)').get() as { integrity_check: string };
  if (found !== 'ok') throw new LogDamaged(`The event log's database is damaged: ${found.replace(/\s+/g, ' ').trim()}.`);
}

function checkRow({ position, stream, revision, id, body, digest }: Row, expected: Buffer): void {
  if (!expected.equals(digest)) throw new LogDamaged(`The event at position ${position} is not the one that was written there.`);
  const envelope = JSON.parse(Buffer.from(body).toString('utf8'));
  if (envelope.stream !== stream || envelope.revision !== revision || envelope.id !== id) {
    throw new LogDamaged(`The row at position ${position} does not say what its event says.`);
  }
}
