import { join } from 'node:path';
import { Kysely, SqliteDialect, sql } from 'kysely';
import { StoreUnavailable } from '#event-store/event-store';
import { DisposableDatabase } from '#sqlite/disposable-database';
import { isDiskFull, isOfValues, type Sqlite } from '#sqlite/sqlite-driver';
import { NoRoom, RowsRefused } from '../commit-failures.js';
import type { Projection } from '../projection.js';
import { type Batch, type Checkpoint, type QueryPlanning, type ReadModelCopy, ReadModels } from '../read-models.js';
import { RowWriter } from './row-writer.js';
import { dropCopies, emptySome, leftoversIn, SqliteReadModelCopy } from './sqlite-read-model-copy.js';

const schema = `
  CREATE TABLE IF NOT EXISTS checkpoints (
    projection TEXT PRIMARY KEY, version INTEGER NOT NULL, log_id TEXT NOT NULL, position INTEGER NOT NULL, mark TEXT NOT NULL,
    events INTEGER NOT NULL
  );
  CREATE TABLE IF NOT EXISTS parked_events (
    projection TEXT NOT NULL, position INTEGER NOT NULL, problem TEXT NOT NULL, PRIMARY KEY (projection, position)
  )`;

const remember = `INSERT INTO checkpoints (projection, version, log_id, position, mark, events) VALUES (?, ?, ?, ?, ?, ?)
  ON CONFLICT (projection) DO UPDATE SET version = excluded.version, log_id = excluded.log_id, position = excluded.position,
  mark = excluded.mark, events = checkpoints.events + excluded.events`;
const parkOne = `INSERT INTO parked_events (projection, position, problem) VALUES (?, ?, ?)
  ON CONFLICT (projection, position) DO UPDATE SET problem = excluded.problem`;

/** SQLite visits the tables of a cross join in the order in which they are named, and no index is of a column with a plus. */
const planning: QueryPlanning = {
  inOrder: (tables) => sql.join([...tables], sql` CROSS JOIN `),
  unindexed: (column) => sql`+${column}`,
};

/** SQLite integers have 64 bits; only a key declared as INTEGER becomes the row id. */
const inSqlite = (statement: string) => statement.replace(/\bBIGINT\b/g, 'INTEGER');

/**
 * The adapter of the read models on one SQLite file. A damaged file is replaced by an empty one, and the `onLost` listeners are called.
 * Commits are not synced.
 */
export class SqliteReadModels extends ReadModels {
  override readonly planning = planning;
  readonly #query: Kysely<unknown>;
  readonly #file: DisposableDatabase;
  readonly #rows = new RowWriter();
  #onLost: () => void = () => {};

  private constructor(private readonly path: string) {
    super();
    this.#file = new DisposableDatabase(path, schema, () => this.#lose());
    this.#file.transact(understandOlderCheckpoints);
    this.#query = new Kysely<unknown>({ dialect: new SqliteDialect({ database: dialectDatabase(this.#file) }) });
  }

  static open(directory: string): SqliteReadModels {
    const readModels = new SqliteReadModels(join(directory, 'read-models.db'));
    readModels.#dropLeftovers();
    return readModels;
  }

  override onLost(listener: () => void): void {
    this.#onLost = listener;
  }

  override of<Tables>(): Kysely<Tables> {
    return this.#query as Kysely<Tables>;
  }

  override async checkpoint(projection: string): Promise<Checkpoint | null> {
    const row = this.#file.use((database) => database.prepare('SELECT * FROM checkpoints WHERE projection = ?').get(projection));
    if (!row) return null;
    const { version, log_id: logId, position, mark, events } = row;
    return { version, logId, position: BigInt(position), mark, events };
  }

  override async reset({ name, tables }: Projection): Promise<void> {
    this.#transact((database) => {
      this.#rows.clear();
      for (const table of Object.keys(tables))
        database.exec(`DROP ${/^CREATE INDEX/.test(tables[table]) ? 'INDEX' : 'TABLE'} IF EXISTS ${table}`);
      for (const statement of Object.values(tables)) database.exec(inSqlite(statement));
      database.prepare('DELETE FROM checkpoints WHERE projection = ?').run(name);
      database.prepare('DELETE FROM parked_events WHERE projection = ?').run(name);
    });
  }

  override async commitAll(batches: readonly Batch[]): Promise<void> {
    this.#transact((database) => {
      const rememberCheckpoint = database.prepare(remember);
      for (const { projection, changes, checkpoint } of batches) {
        for (const change of changes) this.#rows.write(database, change);
        const { version, logId, position, mark, events } = checkpoint;
        rememberCheckpoint.run(projection, version, logId, position, mark, events);
      }
    });
  }

  override drained(): Promise<void> {
    return this.#file.checkpointed();
  }

  override async park(projection: string, position: bigint, problem: string): Promise<void> {
    this.#transact((database) => database.prepare(parkOne).run(projection, position, problem));
  }

  override async parkedEvents(): Promise<Map<string, number>> {
    const count = 'SELECT projection, count(*) AS events FROM parked_events GROUP BY projection';
    const rows = this.#file.use((database) => database.prepare(count).all());
    return new Map((rows as { projection: string; events: number }[]).map(({ projection, events }) => [projection, events]));
  }

  override async copyOf(projection: Projection): Promise<ReadModelCopy> {
    const copy = new SqliteReadModelCopy(this.#file, this.path, projection, (work) => this.#transact(work));
    await this.reset(copy.projection);
    return copy;
  }

  override async discardLeftovers(rowsPerTurn: number, turn: () => Promise<void>): Promise<void> {
    this.#transact(dropCopies);
    this.#rows.clear();
    for (const table of leftoversIn(this.#file)) {
      while (!emptySome(this.#file, table, rowsPerTurn)) {
        await this.drained();
        await turn();
      }
    }
  }

  override async close(): Promise<void> {
    await this.#query.destroy();
    this.#file.close();
  }

  /** @throws RowsRefused, NoRoom */
  #transact(work: (database: Sqlite) => void): void {
    try {
      this.#file.transact(work);
    } catch (error) {
      if (error instanceof StoreUnavailable) throw error;
      if (isDiskFull(error)) throw new NoRoom((error as Error).message, { cause: error });
      if (isOfValues(error)) throw new RowsRefused((error as Error).message, { cause: error });
      throw error;
    }
  }

  /** Leftovers of an interrupted rebuild are dropped in parts, so that they do not delay the start. */
  #dropLeftovers(): void {
    const tables = leftoversIn(this.#file);
    this.#file.transact((database) => {
      dropCopies(database);
      for (const table of tables) database.exec(`DROP TABLE ${table}`);
    });
  }

  /** No query may run on the empty file before its tables are made. */
  #lose(): never {
    this.#rows.clear();
    this.#onLost();
    throw new StoreUnavailable('The read models were damaged, and are being made again.');
  }
}

/**
 * Checkpoints of the very first files identify their log too weakly, so everything is rebuilt. Later ones lack the count of events; in the
 * logs of that time, the position was the count.
 */
function understandOlderCheckpoints(database: Sqlite): void {
  const columns = database.prepare("SELECT name FROM pragma_table_info('checkpoints')").all() as { name: string }[];
  const has = (column: string) => columns.some(({ name }) => name === column);
  if (!has('mark')) database.exec(`DROP TABLE checkpoints; ${schema}`);
  else if (!has('events'))
    database.exec('ALTER TABLE checkpoints ADD COLUMN events INTEGER NOT NULL DEFAULT 0; UPDATE checkpoints SET events = position');
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
