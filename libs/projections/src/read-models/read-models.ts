import { join } from 'node:path';
import { Kysely, SqliteDialect } from 'kysely';
import { StoreUnavailable } from '#event-store/event-store';
import { DisposableDatabase } from '#sqlite/disposable-database';
import type { Sqlite } from '#sqlite/sqlite-driver';
import type { Change, Projection } from './projection.js';
import { emptySome, forgetCopies, leftoversIn, ReadModelCopy } from './read-model-copy.js';
import { RowWriter } from './row-writer.js';
import { TableSnapshot } from './table-digest.js';

const schema = `
  CREATE TABLE IF NOT EXISTS checkpoints (
    projection TEXT PRIMARY KEY, version INTEGER NOT NULL, log_id TEXT NOT NULL, position INTEGER NOT NULL, mark TEXT NOT NULL
  );
  CREATE TABLE IF NOT EXISTS parked_events (
    projection TEXT NOT NULL, position INTEGER NOT NULL, problem TEXT NOT NULL, PRIMARY KEY (projection, position)
  )`;

/** How far a projection has got, in which log. */
export interface Checkpoint {
  readonly version: number;
  readonly logId: string;
  readonly position: bigint;
  /** Names that place in the log, as `EventStore.markAt` does. */
  readonly mark: string;
}

/** What some events make of the tables of one projection, and how far it has got with that. */
export interface Batch {
  readonly projection: string;
  readonly changes: readonly Change[];
  readonly checkpoint: Checkpoint;
}

const remember = 'INSERT OR REPLACE INTO checkpoints (projection, version, log_id, position, mark) VALUES (?, ?, ?, ?, ?)';

/**
 * The stored read models. Everything in here can be thrown away and made again from the log, so a commit need not be synced;
 * rows and checkpoint commit together, so a crash loses both or neither. A file that turns out to be damaged is replaced by an
 * empty one, and `onLost` hears of it.
 */
export class ReadModels {
  readonly #query: Kysely<unknown>;
  readonly #file: DisposableDatabase;
  readonly #rows = new RowWriter();
  #onLost: () => void = () => {};

  private constructor(private readonly path: string) {
    this.#file = new DisposableDatabase(path, schema, () => this.#lose());
    this.#file.transact(forgetCheckpointsWithoutMark);
    this.#query = new Kysely<unknown>({ dialect: new SqliteDialect({ database: dialectDatabase(this.#file) }) });
  }

  static open(directory: string): ReadModels {
    const readModels = new ReadModels(join(directory, 'read-models.db'));
    readModels.#dropLeftovers();
    return readModels;
  }

  /** Whoever feeds the read models hears here that all of them must be made again. */
  onLost(listener: () => void): void {
    this.#onLost = listener;
  }

  /** Queries over the tables that one projection made; `Tables` are the rows that it says it makes. */
  of<Tables>(): Kysely<Tables> {
    return this.#query as Kysely<Tables>;
  }

  checkpoint(projection: string): Checkpoint | null {
    const row = this.#file.use((database) => database.prepare('SELECT * FROM checkpoints WHERE projection = ?').get(projection));
    return row ? { version: row.version, logId: row.log_id, position: BigInt(row.position), mark: row.mark } : null;
  }

  /** Drops what a projection made, if it made anything, and makes its tables anew. */
  reset({ name, tables }: Projection): void {
    this.#file.transact((database) => {
      this.#rows.forget();
      for (const table of Object.keys(tables))
        database.exec(`DROP ${/^CREATE INDEX/.test(tables[table]) ? 'INDEX' : 'TABLE'} IF EXISTS ${table}`);
      for (const statement of Object.values(tables)) database.exec(statement);
      database.prepare('DELETE FROM checkpoints WHERE projection = ?').run(name);
      database.prepare('DELETE FROM parked_events WHERE projection = ?').run(name);
    });
  }

  /** Rows and checkpoint in one transaction. */
  commit(projection: string, changes: readonly Change[], checkpoint: Checkpoint): void {
    this.commitAll([{ projection, changes, checkpoint }]);
  }

  /** The same for several projections: all of it, or nothing. */
  commitAll(batches: readonly Batch[]): void {
    this.#file.transact((database) => {
      const rememberCheckpoint = database.prepare(remember);
      for (const { projection, changes, checkpoint } of batches) {
        for (const change of changes) this.#rows.write(database, change);
        const { version, logId, position, mark } = checkpoint;
        rememberCheckpoint.run(projection, version, logId, position, mark);
      }
    });
  }

  /** Whoever commits much at a time waits for this in between. */
  checkpointed(): Promise<void> {
    return this.#file.checkpointed();
  }

  /** Remembers an event that a projection could not read, so that one bad event does not stop all that follow. */
  park(projection: string, position: bigint, problem: string): void {
    const insert = 'INSERT OR REPLACE INTO parked_events (projection, position, problem) VALUES (?, ?, ?)';
    this.#file.transact((database) => database.prepare(insert).run(projection, position, problem));
  }

  /** How many events each projection could not read. */
  parkedEvents(): Map<string, number> {
    const count = 'SELECT projection, count(*) AS events FROM parked_events GROUP BY projection';
    const rows = this.#file.use((database) => database.prepare(count).all());
    return new Map((rows as { projection: string; events: number }[]).map(({ projection, events }) => [projection, events]));
  }

  /** The tables of a projection once more, empty, beside the live ones; `swap` puts them in their place. */
  copyOf(projection: Projection): ReadModelCopy {
    const copy = new ReadModelCopy(this.#file, projection);
    this.reset(copy.projection);
    return copy;
  }

  /** Every table as it is now, to be read while they go on. */
  snapshot(): TableSnapshot {
    return new TableSnapshot(this.path);
  }

  /** Takes away, some rows a turn, what a copy left behind that is given up or has taken its place; `turn` is waited for in between. */
  async discardLeftovers(rowsPerTurn: number, turn: () => Promise<void>): Promise<void> {
    this.#file.transact(forgetCopies);
    this.#rows.forget();
    for (const table of leftoversIn(this.#file)) {
      while (!emptySome(this.#file, table, rowsPerTurn)) {
        await this.checkpointed();
        await turn();
      }
    }
  }

  async close(): Promise<void> {
    await this.#query.destroy();
    this.#file.close();
  }

  /** At the start nobody is held up by taking all away at once that a process left behind which was ended in a rebuild. */
  #dropLeftovers(): void {
    const tables = leftoversIn(this.#file);
    this.#file.transact((database) => {
      forgetCopies(database);
      for (const table of tables) database.exec(`DROP TABLE ${table}`);
    });
  }

  /** Nothing may be done on the empty file until its tables are there. */
  #lose(): never {
    this.#rows.forget();
    this.#onLost();
    throw new StoreUnavailable('The read models were damaged, and are being made again.');
  }
}

/** Those of version 0.1.0 say too little of the log that they are of: everything is made again. */
function forgetCheckpointsWithoutMark(database: Sqlite): void {
  const mark = database.prepare("SELECT 1 FROM pragma_table_info('checkpoints') WHERE name = 'mark'").get();
  if (mark === undefined) database.exec(`DROP TABLE checkpoints; ${schema}`);
}

/** Kysely was made for a driver that takes parameters as a list and says of a statement whether it reads. */
function dialectDatabase(file: DisposableDatabase) {
  return {
    close: () => {},
    prepare: (sql: string) => {
      const statement = file.use((database) => database.prepare(sql));
      return {
        reader: statement.columns().length > 0,
        all: (parameters: readonly unknown[]) => file.use(() => statement.all(...parameters)),
        run: (parameters: readonly unknown[]) => file.use(() => statement.run(...parameters)),
        iterate: (parameters: readonly unknown[]) => file.use(() => statement.iterate(...parameters)),
      };
    },
  };
}
