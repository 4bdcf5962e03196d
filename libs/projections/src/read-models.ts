import { join } from 'node:path';
import { Kysely, SqliteDialect } from 'kysely';
import { openDisposable, type Sqlite, type Statement } from '#event-store/sqlite-driver';
import type { Change, Columns, Projection } from './projection.js';

const schema = `
  CREATE TABLE IF NOT EXISTS checkpoints (
    projection TEXT PRIMARY KEY, version INTEGER NOT NULL, log_id TEXT NOT NULL, position INTEGER NOT NULL, event_id TEXT NOT NULL
  );
  CREATE TABLE IF NOT EXISTS parked_events (
    projection TEXT NOT NULL, position INTEGER NOT NULL, problem TEXT NOT NULL, PRIMARY KEY (projection, position)
  )`;

/** How far a projection has got, in which log. */
export interface Checkpoint {
  readonly version: number;
  readonly logId: string;
  readonly position: bigint;
  readonly eventId: string;
}

/**
 * The stored read models. Everything in here can be thrown away and made again from the log, so a commit need not be synced;
 * rows and checkpoint commit together, so a crash loses both or neither.
 */
export class ReadModels {
  readonly #query: Kysely<unknown>;
  readonly #database: Sqlite;
  readonly #statements = new Map<string, Statement>();

  private constructor(path: string) {
    this.#database = openDisposable(path, { journalMode: 'wal', synchronous: 'normal' }, schema);
    this.#query = new Kysely<unknown>({ dialect: new SqliteDialect({ database: dialectDatabase(this.#database) }) });
  }

  static open(directory: string): ReadModels {
    return new ReadModels(join(directory, 'read-models.db'));
  }

  /** Queries over the tables that one projection made; `Tables` are the rows that it says it makes. */
  of<Tables>(): Kysely<Tables> {
    return this.#query as Kysely<Tables>;
  }

  checkpoint(projection: string): Checkpoint | null {
    const row = this.#database.prepare('SELECT * FROM checkpoints WHERE projection = ?').get(projection);
    return row ? { version: row.version, logId: row.log_id, position: BigInt(row.position), eventId: row.event_id } : null;
  }

  /** Drops what a projection made, if it made anything, and makes its tables anew. */
  reset({ name, tables }: Projection): void {
    this.#inTransaction(() => {
      this.#statements.clear();
      for (const table of Object.keys(tables))
        this.#database.exec(`DROP ${/^CREATE INDEX/.test(tables[table]) ? 'INDEX' : 'TABLE'} IF EXISTS ${table}`);
      for (const statement of Object.values(tables)) this.#database.exec(statement);
      this.#database.prepare('DELETE FROM checkpoints WHERE projection = ?').run(name);
      this.#database.prepare('DELETE FROM parked_events WHERE projection = ?').run(name);
    });
  }

  /** Rows and checkpoint in one transaction. */
  commit(projection: string, changes: readonly Change[], checkpoint: Checkpoint): void {
    this.#inTransaction(() => {
      for (const change of changes) this.#make(change);
      const { version, logId, position, eventId } = checkpoint;
      this.#database
        .prepare('INSERT OR REPLACE INTO checkpoints (projection, version, log_id, position, event_id) VALUES (?, ?, ?, ?, ?)')
        .run(projection, version, logId, position, eventId);
    });
  }

  /** Remembers an event that a projection could not read, so that one bad event does not stop all that follow. */
  park(projection: string, position: bigint, problem: string): void {
    this.#database
      .prepare('INSERT OR REPLACE INTO parked_events (projection, position, problem) VALUES (?, ?, ?)')
      .run(projection, position, problem);
  }

  /** How many events each projection could not read. */
  parkedEvents(): Map<string, number> {
    const rows = this.#database.prepare('SELECT projection, count(*) AS events FROM parked_events GROUP BY projection').all();
    return new Map((rows as { projection: string; events: number }[]).map(({ projection, events }) => [projection, events]));
  }

  async close(): Promise<void> {
    await this.#query.destroy();
    if (this.#database.isOpen) this.#database.close();
  }

  #make(change: Change): void {
    const columns = { ...change.key, ...change.set };
    const update = Object.keys(change.set).length === 0 ? 'NOTHING' : `UPDATE SET ${assignments(change.set)}`;
    const names = Object.keys(columns);
    const values = names.map(() => '?').join(', ');
    const conflict = `ON CONFLICT (${Object.keys(change.key).join(', ')}) DO ${update}`;
    this.#prepared(`INSERT INTO ${change.table} (${names.join(', ')}) VALUES (${values}) ${conflict}`).run(
      ...Object.values(columns),
      ...Object.values(change.set),
    );
  }

  /** There are only as many texts as there are shapes of changes. */
  #prepared(sql: string): Statement {
    const prepared = this.#statements.get(sql) ?? this.#database.prepare(sql);
    this.#statements.set(sql, prepared);
    return prepared;
  }

  #inTransaction(work: () => void): void {
    this.#database.exec('BEGIN IMMEDIATE');
    try {
      work();
      this.#database.exec('COMMIT');
    } catch (error) {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw error;
    }
  }
}

const assignments = (columns: Columns) =>
  Object.keys(columns)
    .map((name) => `${name} = ?`)
    .join(', ');

/** Kysely was made for a driver that takes parameters as a list and says of a statement whether it reads. */
function dialectDatabase(database: Sqlite) {
  return {
    close: () => {},
    prepare: (sql: string) => {
      const statement = database.prepare(sql);
      return {
        reader: statement.columns().length > 0,
        all: (parameters: readonly unknown[]) => statement.all(...parameters),
        run: (parameters: readonly unknown[]) => statement.run(...parameters),
        iterate: (parameters: readonly unknown[]) => statement.iterate(...parameters),
      };
    },
  };
}
