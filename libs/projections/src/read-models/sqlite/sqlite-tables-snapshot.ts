import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { openReadOnly, type Sqlite, type Statement } from '#sqlite/sqlite-driver';
import type { TableDigest, TablesSnapshot } from '../read-models.js';

const rowsPerTurn = 200;

/** Whether these two have applied the same events. */
export function areTogether(database: Sqlite, one: string, other: string): boolean {
  const count = 'SELECT count(*) AS all_of, count(DISTINCT position) AS places FROM checkpoints WHERE projection IN (?, ?)';
  const { all_of, places } = database.prepare(count).get(one, other) as { all_of: number; places: number };
  return all_of === 2 && places === 1;
}

/** The tables of a database as of the moment at which the snapshot was opened. */
export class SqliteTablesSnapshot implements TablesSnapshot {
  readonly #database: Sqlite;
  #reading: Statement | null = null;

  private constructor(database: Sqlite) {
    this.#database = database;
  }

  /** Null when the two projections have not applied the same events. */
  static ofBoth(path: string, one: string, other: string): SqliteTablesSnapshot | null {
    const database = openReadOnly(path);
    database.exec('BEGIN');
    // The first read fixes the moment of the snapshot.
    if (areTogether(database, one, other)) return new SqliteTablesSnapshot(database);
    database.close();
    return null;
  }

  /** An estimate, since counting would take long. */
  async rowsAbout(table: string): Promise<number> {
    return (this.#database.prepare(`SELECT coalesce(max(rowid), 0) AS rows FROM ${table}`).get() as { rows: number }).rows;
  }

  /** SHA-256. */
  async digest(table: string, onRows: (rows: number) => void, signal?: AbortSignal): Promise<TableDigest> {
    const columns = this.#database.prepare(`PRAGMA table_info(${table})`).all() as { name: string; pk: number }[];
    const key = columns.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk);
    const order = (key.length > 0 ? key : columns).map(({ name }) => name).join(', ');
    const names = columns.map(({ name }) => name).sort();
    const hash = createHash('sha256');
    let rows = 0;
    // The statement is kept in a field, since the driver finalizes an unreferenced one even while its rows are being read.
    this.#reading = this.#database.prepare(`SELECT * FROM ${table} ORDER BY ${order}`);
    for (const row of this.#reading.iterate()) {
      hash.update(`${JSON.stringify(names.map((name) => (row as Record<string, unknown>)[name]))}\n`);
      rows += 1;
      if (rows % rowsPerTurn > 0) continue;
      onRows(rowsPerTurn);
      await nextTurn();
      signal?.throwIfAborted();
    }
    return { rows, digest: hash.digest('hex') };
  }

  async close(): Promise<void> {
    this.#reading = null;
    this.#database.close();
  }
}
