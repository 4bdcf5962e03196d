import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Sqlite } from '#sqlite/sqlite-driver';
import { genesis, type LogMark, textOfMark } from './log-marks.js';

/**
 * Seals the end of a log: the newest event of each transaction carries a MAC that only the holder of the key can make. The hash chain needs
 * no key, so without the seal anyone who can write the file could continue it where a server stopped.
 */
export class LogSeal {
  readonly #key: Buffer;

  constructor(key: Buffer) {
    this.#key = key;
  }

  sealOf(end: LogMark): Buffer {
    return createHmac('sha256', this.#key).update(textOfMark(end)).digest();
  }

  /** Whether the last event carries a valid seal. An empty log needs none. */
  isSealed(database: Sqlite, end: LogMark): boolean {
    if (end.position === genesis.position) return true;
    const seal = sealAt(database, end);
    const expected = this.sealOf(end);
    return seal?.length === expected.length && timingSafeEqual(seal, expected);
  }
}

/** The seal of an event; null where there is none, as in all of a log that an older program wrote. */
export function sealAt(database: Sqlite, { position }: Pick<LogMark, 'position'>): Uint8Array | null {
  if (!hasSeals(database)) return null;
  const row = database.prepare('SELECT seal FROM events WHERE position = ?').get(position) as { seal: Uint8Array | null } | undefined;
  return row?.seal ?? null;
}

/** Whether the table of events has a column for seals, which logs of the first release lack. */
export const hasSeals = (database: Sqlite): boolean =>
  database.prepare("SELECT 1 FROM pragma_table_info('events') WHERE name = 'seal'").get() !== undefined;
