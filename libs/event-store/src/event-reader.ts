import { chainText, genesisDigest } from './canonical.js';
import type { Position, Recorded } from './envelope.js';
import type { LogMark } from './log-mark.js';
import type { Sqlite, Statement } from './sqlite-driver.js';
import { LogDamaged } from './verify-log.js';

/** A character a byte. */
const latin1 = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');

/** As text, which the bytes are: a buffer for each event would cost as much as all the rest. */
const stored = 'position, CAST(body AS TEXT) AS text';
/** With what its digest is chained to. */
const linked = 'event.position, CAST(event.body AS TEXT) AS text, event.digest, before.digest AS previous';

interface Row {
  readonly position: number;
  readonly text: string;
}

interface LinkedRow extends Row {
  readonly digest: Uint8Array;
  /** Null where there is no event before it. */
  readonly previous: Uint8Array | null;
}

/**
 * Reads events for whoever judges from them: none is handed out whose bytes are not those that were chained after the event before
 * it. That the whole chain leads to a mark is for others to check.
 */
export class EventReader {
  readonly #ofStream: Statement;
  readonly #page: Statement;
  readonly #digest: Statement;
  /** Where the page ended that was read last: the next is taken to continue it, whatever its rows say by then. */
  #reached = { position: 0, digest: latin1(genesisDigest) };

  constructor(database: Sqlite) {
    this.#ofStream = database.prepare(
      `SELECT ${linked} FROM events AS event LEFT JOIN events AS before ON before.position = event.position - 1
       WHERE event.stream = ? AND event.revision >= ? ORDER BY event.revision`,
    );
    this.#page = database.prepare(`SELECT ${stored} FROM events WHERE position > ? ORDER BY position LIMIT ?`);
    this.#digest = database.prepare('SELECT digest FROM events WHERE position = ?');
  }

  /** @throws LogDamaged naming the position of an event that is not what was written there, or that is of another stream */
  ofStream(stream: string, fromRevision: number): Recorded[] {
    const rows = this.#ofStream.all(stream, fromRevision) as LinkedRow[];
    return rows.map((row, index) => {
      const { position, text, digest, previous } = row;
      const before = previous ?? (position === 1 ? genesisDigest : null);
      if (!before || chainText(latin1(before), text) !== latin1(digest)) throw changed(position);
      const recorded = recordedOf(row);
      if (recorded.stream === stream && recorded.revision === fromRevision + index) return recorded;
      throw new LogDamaged(`The row at position ${position} does not say what its event says.`);
    });
  }

  /**
   * Events of the whole log exclusively after `after`.
   *
   * @throws LogDamaged naming the first position that does not fit, or the last of the page if only its end shows that one does not
   */
  page(after: Position | null, limit: number): Recorded[] {
    const rows = this.#page.all(after ?? 0n, limit) as Row[];
    const last = rows.at(-1);
    if (!last) return [];
    let position = Number(after ?? 0n);
    let digest = this.#reached.position === position ? this.#reached.digest : this.#digestAt(position);
    for (const row of rows) {
      position += 1;
      if (row.position !== position) throw new LogDamaged(`The event log has no event at position ${position}.`);
      digest = chainText(digest, row.text);
    }
    if (digest !== this.#digestAt(last.position)) throw this.#firstChanged(rows);
    this.#reached = { position, digest };
    return rows.map(recordedOf);
  }

  continueFrom({ position, digest }: LogMark): void {
    this.#reached = { position: Number(position), digest: latin1(digest) };
  }

  hasReadTo({ position, digest }: LogMark): boolean {
    return this.#reached.position === Number(position) && this.#reached.digest === latin1(digest);
  }

  /** A page is compared at its end alone; this looks for the place once that did not fit. */
  #firstChanged(rows: readonly Row[]): LogDamaged {
    const isChanged = ({ position, text }: Row) => chainText(this.#digestAt(position - 1), text) !== this.#digestAt(position);
    return changed((rows.find(isChanged) ?? rows[rows.length - 1]).position);
  }

  #digestAt(position: number): string {
    if (position === 0) return latin1(genesisDigest);
    const row = this.#digest.get(position) as { digest: Uint8Array } | undefined;
    if (row) return latin1(row.digest);
    throw new LogDamaged(`The event log has no event at position ${position}.`);
  }
}

const changed = (position: number) => new LogDamaged(`The event at position ${position} is not the one that was written there.`);

/** An event from its canonical text, which the row has. */
export function recordedOf({ position, text }: { readonly position: number | bigint; readonly text: string }): Recorded {
  const recorded = JSON.parse(text);
  recorded.position = BigInt(position);
  return recorded;
}
