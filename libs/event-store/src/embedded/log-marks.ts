import type { Sqlite, Statement } from '#sqlite/sqlite-driver';
import { digestBytes, genesisDigest } from '../canonical.js';
import type { Position } from '../envelope.js';

/** A position in the log, identified by its digest, which covers every event up to there: no other log has the same mark. */
export interface LogMark {
  readonly position: Position;
  readonly eventId: string;
  /** The type is not `Buffer`, since a buffer that is passed to another thread arrives as a plain array. */
  readonly digest: Uint8Array;
}

/** The mark at which every log begins. */
export const genesis: LogMark = { position: 0n, eventId: '', digest: genesisDigest };

/** Whether both are the same bytes. Digests are no secrets, so the time that this takes may tell where they differ. */
export const isSameDigest = (one: Uint8Array, other: Uint8Array): boolean => Buffer.compare(one, other) === 0;

const positionBytes = 8;

/** Returns a mark as `EventStore` exposes it: position and digest in base64url, always of the same length. */
export function textOfMark({ position, digest }: Pick<LogMark, 'position' | 'digest'>): string {
  const bytes = Buffer.alloc(positionBytes + digestBytes);
  bytes.writeBigUInt64BE(position, 0);
  bytes.set(digest, positionBytes);
  return bytes.toString('base64url');
}

/** Looks up marks in one log with a single prepared statement. */
export class LogMarks {
  readonly #at: Statement;

  constructor(database: Sqlite) {
    this.#at = database.prepare('SELECT id, digest FROM events WHERE position = ?');
  }

  /** Returns id and digest that the row at this position states; null when there is no such row. */
  at(position: Position): LogMark | null {
    const row = this.#at.get(position) as { id: string; digest: Uint8Array } | undefined;
    return row ? { position, eventId: row.id, digest: row.digest } : null;
  }
}

/** Like `Marks.at`, for a single look-up. */
export const markAt = (database: Sqlite, position: Position): LogMark | null => new LogMarks(database).at(position);

/** Whether the row at the position of the mark states the same id and digest. */
export function isMarkOf(database: Sqlite, mark: LogMark): boolean {
  const found = markAt(database, mark.position);
  return found !== null && found.eventId === mark.eventId && isSameDigest(found.digest, mark.digest);
}

/** Whether the log contains a mark, as far as its rows state; every log contains the mark of the beginning. */
export function holdsMark(database: Sqlite, text: string): boolean {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.length !== positionBytes + digestBytes) return false;
  const position = bytes.readBigUInt64BE(0);
  const found = position === 0n ? genesis : position <= Number.MAX_SAFE_INTEGER ? markAt(database, position) : null;
  return found !== null && isSameDigest(found.digest, bytes.subarray(positionBytes));
}
