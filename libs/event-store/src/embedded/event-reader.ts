import type { Sqlite, Statement } from '#sqlite/sqlite-driver';
import { chainText, genesisDigest } from '../canonical.js';
import type { Position, Recorded } from '../envelope.js';
import type { LogMark } from './log-marks.js';
import { LogDamaged } from './verify-log.js';

const hex = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
const genesisHex = hex(genesisDigest);

/** Bodies are read as text, which they are: a buffer for each event would cost as much as everything else. */
const stored = 'position, CAST(body AS TEXT)';
/** Also selects the digest of the preceding event, which is empty only before the first event of the log. */
const linked = `position, CAST(body AS TEXT), lower(hex(digest)),
  lower(hex((SELECT digest FROM events AS before WHERE before.position = event.position - 1)))`;

type Row = readonly [position: number, text: string];
type LinkedRow = readonly [position: number, text: string, digest: string, previousDigest: string];

/**
 * Reads events for code that decides or projects, and verifies that each event's bytes match its digest and the digest of the event before.
 * Whether the whole chain leads to a known mark is verified elsewhere.
 */
export class EventReader {
  readonly #ofStream: Statement;
  readonly #page: Statement;
  readonly #digest: Statement;
  /** The end of the last page that was read. The next page must continue it, whatever its rows say by then. */
  #reached = { position: 0, digest: genesisHex };

  constructor(database: Sqlite) {
    this.#ofStream = database.prepare(`SELECT ${linked} FROM events AS event WHERE stream = ? AND revision >= ? ORDER BY revision`);
    this.#ofStream.setReturnArrays(true);
    this.#page = database.prepare(`SELECT ${stored} FROM events WHERE position > ? ORDER BY position LIMIT ?`);
    this.#page.setReturnArrays(true);
    this.#digest = database.prepare('SELECT lower(hex(digest)) AS digest FROM events WHERE position = ?');
  }

  /** @throws LogDamaged naming the position of an event that differs from what was written there, or belongs to another stream */
  ofStream(stream: string, fromRevision: number): Recorded[] {
    const rows = this.#ofStream.all(stream, fromRevision) as unknown as LinkedRow[];
    return rows.map(([position, text, digest, previousDigest], index) => {
      const isFirst = previousDigest === '';
      if (isFirst !== (position === 1) || chainText(isFirst ? genesisHex : previousDigest, text) !== digest) throw changed(position);
      const recorded = recordedOf({ position, text });
      if (recorded.stream === stream && recorded.revision === fromRevision + index) return recorded;
      throw new LogDamaged(`The row at position ${position} does not say what its event says.`);
    });
  }

  /**
   * Events of the whole log exclusively after `after`. Once `isEnough` is true no more are read, but at least one is.
   *
   * @throws LogDamaged naming the first position that does not match, or the last of the page when only its end does not match
   */
  page(after: Position | null, limit: number, isEnough?: () => boolean): Recorded[] {
    const rows: Row[] = [];
    const events: Recorded[] = [];
    let position = Number(after ?? 0n);
    let digest: string | null = this.#reached.position === position ? this.#reached.digest : null;
    const read = isEnough ? this.#page.iterate(after ?? 0n, limit) : this.#page.all(after ?? 0n, limit);
    for (const row of read as unknown as Iterable<Row>) {
      digest = chainText(digest ?? this.#digestAt(position), row[1]);
      position += 1;
      if (row[0] !== position) throw new LogDamaged(`The event log has no event at position ${position}.`);
      rows.push(row);
      events.push(parsed(row));
      if (isEnough?.()) break;
    }
    if (rows.length === 0) return [];
    if (digest === null || digest !== this.#digestAt(position)) throw this.#firstChanged(rows);
    this.#reached = { position, digest };
    return events;
  }

  continueFrom({ position, digest }: LogMark): void {
    this.#reached = { position: Number(position), digest: hex(digest) };
  }

  hasReadTo({ position, digest }: LogMark): boolean {
    return this.#reached.position === Number(position) && this.#reached.digest === hex(digest);
  }

  /** A page's digest is compared only at its end. When that does not match, this finds the first event that does not. */
  #firstChanged(rows: readonly Row[]): LogDamaged {
    const isChanged = ([position, text]: Row) => chainText(this.#digestAt(position - 1), text) !== this.#digestAt(position);
    return changed((rows.find(isChanged) ?? rows[rows.length - 1])[0]);
  }

  #digestAt(position: number): string {
    if (position === 0) return genesisHex;
    const row = this.#digest.get(position) as { digest: string } | undefined;
    if (row) return row.digest;
    throw new LogDamaged(`The event log has no event at position ${position}.`);
  }
}

const changed = (position: number) => new LogDamaged(`The event at position ${position} is not the one that was written there.`);

/** Parsing fails only for a changed event: every event that was written can be parsed. */
function parsed([position, text]: Row): Recorded {
  try {
    return recordedOf({ position, text });
  } catch {
    throw changed(position);
  }
}

/** Parses an event from the canonical text in its row. */
export function recordedOf({ position, text }: { readonly position: number | bigint; readonly text: string }): Recorded {
  const recorded = JSON.parse(text);
  recorded.position = BigInt(position);
  return recorded;
}
