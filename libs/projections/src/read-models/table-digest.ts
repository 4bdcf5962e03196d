import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { openReadOnly, type Sqlite, type Statement } from '#sqlite/sqlite-driver';

const rowsPerTurn = 200;

export interface TableDigest {
  readonly rows: number;
  /** SHA-256 of all rows in the order of their keys, in hexadecimal. */
  readonly digest: string;
}

/** The tables of a database as they are at the moment in which this was opened, whatever is written to them afterwards. */
export class TableSnapshot {
  readonly #database: Sqlite;
  #reading: Statement | null = null;

  constructor(path: string) {
    this.#database = openReadOnly(path);
    this.#database.exec('BEGIN');
    // Only a first reading fixes the moment.
    this.#database.prepare('SELECT count(*) FROM sqlite_master').get();
  }

  /** About how many rows there are: to count them would take its time. */
  rowsAbout(table: string): number {
    return (this.#database.prepare(`SELECT coalesce(max(rowid), 0) AS rows FROM ${table}`).get() as { rows: number }).rows;
  }

  /** Few rows at a time, so that others have their turn. */
  async digest(table: string, onRows: (rows: number) => void, signal?: AbortSignal): Promise<TableDigest> {
    const columns = this.#database.prepare(`PRAGMA table_info(${table})`).all() as { name: string; pk: number }[];
    const key = columns.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk);
    const order = (key.length > 0 ? key : columns).map(({ name }) => name).join(', ');
    const names = columns.map(({ name }) => name).sort();
    const hash = createHash('sha256');
    let rows = 0;
    // Held, since the driver forgets a statement that nobody holds, in the midst of its rows.
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

  close(): void {
    this.#reading = null;
    this.#database.close();
  }
}
