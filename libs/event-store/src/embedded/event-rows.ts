import type { Sqlite, Statement } from '#sqlite/sqlite-driver';
import { canonicalEnvelope } from '../canonical.js';
import type { Envelope, Position, Recorded } from '../envelope.js';
import { EventTooLarge, envelopeBytesMax, NO_STREAM } from '../event-store.js';
import { recordedOf } from './event-reader.js';
import { hasSeals } from './log-seal.js';
import type { StoredRow } from './verify-log.js';

const schema = `
  CREATE TABLE IF NOT EXISTS events (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    stream TEXT NOT NULL,
    revision INTEGER NOT NULL,
    id TEXT NOT NULL,
    body BLOB NOT NULL,
    digest BLOB NOT NULL,
    seal BLOB,
    UNIQUE (stream, revision)
  );
  CREATE TABLE IF NOT EXISTS write_probe (id INTEGER PRIMARY KEY, writes INTEGER NOT NULL)`;

/** An envelope, its canonical text, and the bytes of the text, which are stored and chained. */
export interface Encoded {
  readonly envelope: Envelope;
  readonly text: string;
  readonly bytes: Buffer;
}

/** @throws EventTooLarge; TypeError when the envelope is not JSON */
export function encode(envelope: Envelope): Encoded {
  const text = canonicalEnvelope(envelope);
  const bytes = Buffer.from(text, 'utf8');
  if (bytes.length > envelopeBytesMax) throw new EventTooLarge(envelope.stream, bytes.length);
  return { envelope, text, bytes };
}

/** Writes the table of the log. */
export class EventRows {
  readonly #insert: Statement;
  readonly #lastRevision: Statement;
  readonly #after: Statement;
  readonly #seal: Statement;
  readonly #probe: Statement;

  constructor(database: Sqlite) {
    database.exec(schema);
    // Logs of version 0.1.0 lack this column.
    if (!hasSeals(database)) database.exec('ALTER TABLE events ADD COLUMN seal BLOB');
    this.#insert = database.prepare('INSERT INTO events (position, stream, revision, id, body, digest) VALUES (?, ?, ?, ?, ?, ?)');
    this.#lastRevision = database.prepare('SELECT max(revision) AS revision FROM events WHERE stream = ?');
    this.#after = database.prepare('SELECT id, position FROM events WHERE stream = ? AND revision > ? ORDER BY revision LIMIT ?');
    this.#seal = database.prepare('UPDATE events SET seal = ? WHERE position = ?');
    this.#probe = database.prepare(
      'INSERT INTO write_probe (id, writes) VALUES (1, 1) ON CONFLICT (id) DO UPDATE SET writes = (writes + 1) % 1000000',
    );
  }

  insert(position: Position, { envelope, text, bytes }: Encoded, digest: Buffer): Recorded {
    this.#insert.run(position, envelope.stream, envelope.revision, envelope.id, bytes, digest);
    return recordedOf({ position, text });
  }

  /** Inserts an event of another log file unchanged, at the same position. */
  adopt({ position, stream, revision, id, body, digest }: StoredRow): void {
    this.#insert.run(position, stream, revision, id, body, digest);
  }

  /** `NO_STREAM` for a stream without events. */
  lastRevision(stream: string): number {
    return (this.#lastRevision.get(stream) as { revision: number | null }).revision ?? NO_STREAM;
  }

  /** Returns the position of the last of `ids` if exactly these are stored directly after `revision`, and null otherwise. */
  placeOf(stream: string, revision: number, ids: readonly string[]): Position | null {
    const stored = this.#after.all(stream, revision, ids.length) as { id: string; position: number }[];
    const isSame = stored.length === ids.length && stored.every(({ id }, index) => id === ids[index]);
    return isSame ? BigInt(stored[stored.length - 1].position) : null;
  }

  /** Writes to the same file and with the same sync as an append, but no event. */
  probe(): void {
    this.#probe.run();
  }

  /** Must be called within the transaction that writes the event. */
  seal(position: Position, seal: Uint8Array): void {
    this.#seal.run(seal, position);
  }
}
