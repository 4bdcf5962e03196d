import type { Sqlite, Statement } from '#sqlite/sqlite-driver';
import { digestBytes, genesisDigest } from '../canonical.js';
import type { Position } from '../envelope.js';

/** A place in the log: its digest covers every event up to there, so another log has another one. */
export interface LogMark {
  readonly position: Position;
  readonly eventId: string;
  /** No `Buffer`: what another thread is given of one is none any more. */
  readonly digest: Uint8Array;
}

/** Where every log begins. */
export const genesis: LogMark = { position: 0n, eventId: '', digest: genesisDigest };

export const isSameDigest = (one: Uint8Array, other: Uint8Array): boolean => Buffer.compare(one, other) === 0;

const positionBytes = 8;

/** A mark as `EventStore` gives it away: position and digest in base64url, always as long. */
export function textOfMark({ position, digest }: Pick<LogMark, 'position' | 'digest'>): string {
  const bytes = Buffer.alloc(positionBytes + digestBytes);
  bytes.writeBigUInt64BE(position, 0);
  bytes.set(digest, positionBytes);
  return bytes.toString('base64url');
}

/** Finds marks in one log, with one prepared statement for all of them. */
export class Marks {
  readonly #at: Statement;

  constructor(database: Sqlite) {
    this.#at = database.prepare('SELECT id, digest FROM events WHERE position = ?');
  }

  /** Id and digest of the event at a position, as its row says; null when there is none. */
  at(position: Position): LogMark | null {
    const row = this.#at.get(position) as { id: string; digest: Uint8Array } | undefined;
    return row ? { position, eventId: row.id, digest: row.digest } : null;
  }
}

/** As `Marks.at`, for those who look once. */
export const markAt = (database: Sqlite, position: Position): LogMark | null => new Marks(database).at(position);

export function isMarkOf(database: Sqlite, mark: LogMark): boolean {
  const found = markAt(database, mark.position);
  return found !== null && found.eventId === mark.eventId && isSameDigest(found.digest, mark.digest);
}

/** Whether a mark was set in this log, as far as its rows tell; every log holds the one of where logs begin. */
export function holdsMark(database: Sqlite, text: string): boolean {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.length !== positionBytes + digestBytes) return false;
  const position = bytes.readBigUInt64BE(0);
  const found = position === 0n ? genesis : position <= Number.MAX_SAFE_INTEGER ? markAt(database, position) : null;
  return found !== null && isSameDigest(found.digest, bytes.subarray(positionBytes));
}
