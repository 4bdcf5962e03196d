import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Sqlite } from '#sqlite/sqlite-driver';
import { genesis, type LogMark, textOfMark } from './log-mark.js';

/**
 * Seals the end of a log: the newest event of each transaction carries a code that only the holder of the key can make. Digests need
 * no key, so anyone who can write the file could else go on with the chain where a server stopped.
 */
export class SealKey {
  readonly #key: Buffer;

  constructor(key: Buffer) {
    this.#key = key;
  }

  sealOf(end: LogMark): Buffer {
    return createHmac('sha256', this.#key).update(textOfMark(end)).digest();
  }

  /** Whether the log ended here when a holder of the key wrote it last. An empty log needs no seal. */
  isSealed(database: Sqlite, end: LogMark): boolean {
    if (end.position === genesis.position) return true;
    const seal = sealAt(database, end);
    const expected = this.sealOf(end);
    return seal?.length === expected.length && timingSafeEqual(seal, expected);
  }
}

/** Null where there is none, as in all of a log that an older program wrote. */
export function sealAt(database: Sqlite, { position }: Pick<LogMark, 'position'>): Uint8Array | null {
  if (!hasSeals(database)) return null;
  const row = database.prepare('SELECT seal FROM events WHERE position = ?').get(position) as { seal: Uint8Array | null } | undefined;
  return row?.seal ?? null;
}

export const hasSeals = (database: Sqlite): boolean =>
  database.prepare("SELECT 1 FROM pragma_table_info('events') WHERE name = 'seal'").get() !== undefined;
