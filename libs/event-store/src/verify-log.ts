import { chain, genesisDigest } from './canonical.js';
import type { Position } from './envelope.js';
import type { Head } from './head-file.js';
import type { Sqlite, Statement } from './sqlite-driver.js';

const pageEvents = 1000;

/** The log is not what was written. The process must not start on it: answers would be made up. */
export class LogDamaged extends Error {}

/** A place in the log: its digest covers every event up to there, so another log has another one. */
export interface LogMark {
  readonly position: Position;
  readonly eventId: string;
  readonly digest: Buffer;
}

/** Where every log begins. */
export const genesis: LogMark = { position: 0n, eventId: '', digest: genesisDigest };

interface Row {
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
   * Checks the next events, at most `limit`, and calls `each` with every row that passed; false at the end of the log.
   *
   * @throws LogDamaged naming the first position that does not fit
   */
  advance(limit: number, each: (row: Pick<Row, 'position' | 'stream' | 'revision'>, digest: Buffer) => void): boolean {
    const rows = this.#read.all(this.#mark.position, limit) as Row[];
    for (const row of rows) {
      const position = this.#mark.position + 1n;
      if (BigInt(row.position) !== position) throw new LogDamaged(`The event log has no event at position ${position}.`);
      const digest = chain(this.#mark.digest, row.body);
      checkRow(row, digest);
      each(row, digest);
      this.#mark = { position, eventId: row.id, digest };
    }
    return rows.length > 0;
  }
}

export interface Verified {
  readonly end: LogMark;
  /** Whether the log is the one that the anchor was set in. */
  readonly isAnchored: boolean;
  /** What lies before this place was not read. */
  readonly checkedAfter: Position;
}

/**
 * Checks the log from its first event, and the index through which streams are read. When the log holds `anchor`, up to which it
 * was checked before, and more than `wholeEventsMax` events lie before it, only what follows it is read.
 *
 * @throws LogDamaged naming the first position that does not fit, or saying that the log ends before `head`, which it had reached
 */
export function verifyLog(database: Sqlite, head: Head | null, anchor: LogMark | null, wholeEventsMax: number): Verified {
  const isAnchored = anchor !== null && isMarkOf(database, anchor);
  const start = isAnchored && anchor.position > wholeEventsMax ? anchor : genesis;
  if (start === genesis) checkIndex(database);
  else if (head && head.position <= start.position) checkHead(head, digestAt(database, head.position));
  const check = new ChainCheck(database, start);
  const compareWithHead = ({ position }: { position: number }, digest: Buffer) => {
    if (head?.position === BigInt(position)) checkHead(head, digest);
  };
  while (check.advance(pageEvents, compareWithHead));
  const end = check.mark;
  if (head && head.position > end.position) {
    throw new LogDamaged(
      `The event log ends at position ${end.position}, but had reached position ${head.position}: newer events are missing.`,
    );
  }
  return { end, isAnchored, checkedAfter: start.position };
}

/** Id and digest of the event at a position, as its row says; null when there is none. */
export function markAt(database: Sqlite, position: Position): LogMark | null {
  const row = database.prepare('SELECT id, digest FROM events WHERE position = ?').get(position) as Row | undefined;
  return row ? { position, eventId: row.id, digest: Buffer.from(row.digest) } : null;
}

export function isMarkOf(database: Sqlite, mark: LogMark): boolean {
  const found = markAt(database, mark.position);
  return found !== null && found.eventId === mark.eventId && found.digest.equals(mark.digest);
}

const digestAt = (database: Sqlite, position: Position) => markAt(database, position)?.digest ?? genesisDigest;

function checkHead(head: Head, digest: Buffer): void {
  if (digest.equals(head.digest)) return;
  throw new LogDamaged(`The event log is not the one whose head was written: position ${head.position} has another digest.`);
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
