import type { DisposableDatabase } from '#sqlite/disposable-database';
import type { Sqlite } from '#sqlite/sqlite-driver';
import type { Change, Projection } from '../projection.js';
import type { ReadModelCopy, TablesSnapshot } from '../read-models.js';
import { areTogether, SqliteTablesSnapshot } from './sqlite-tables-snapshot.js';

const aside = '__old';
const isTable = (statement: string) => /^CREATE TABLE /.test(statement);

/** A copy in the same database as the live tables. */
export class SqliteReadModelCopy implements ReadModelCopy {
  readonly projection: Projection;
  readonly #path: string;
  readonly #live: Projection;
  readonly #suffix: string;
  readonly #transact: (work: (database: Sqlite) => void) => void;

  constructor(file: DisposableDatabase, path: string, live: Projection, transact: (work: (database: Sqlite) => void) => void) {
    this.#path = path;
    this.#live = live;
    this.#suffix = freeSuffix(namesIn(file), live);
    this.#transact = transact;
    this.projection = renamed(live, this.#suffix);
  }

  tables(): { readonly live: string; readonly copy: string }[] {
    return tablesOf(this.#live).map((live) => ({ live, copy: live + this.#suffix }));
  }

  async snapshot(): Promise<TablesSnapshot | null> {
    return SqliteTablesSnapshot.ofBoth(this.#path, this.#live.name, this.projection.name);
  }

  /**
   * The live tables are renamed and dropped later. SQLite renames tables but not indexes; the indexes keep their names, since making them
   * anew would block every reader and nothing refers to them by name.
   */
  async swap(): Promise<boolean> {
    let isDone = false;
    const [of, by] = [this.#live.name, this.projection.name];
    this.#transact((database) => {
      isDone = areTogether(database, of, by);
      if (!isDone) return;
      for (const { live, copy } of this.tables())
        database.exec(`ALTER TABLE ${live} RENAME TO ${live}${aside}; ALTER TABLE ${copy} RENAME TO ${live}`);
      const counted = 'UPDATE checkpoints SET events = (SELECT events FROM checkpoints WHERE projection = ?) WHERE projection = ?';
      database.prepare(counted).run(by, of);
      database.prepare('DELETE FROM checkpoints WHERE projection = ?').run(by);
      database.prepare('DELETE FROM parked_events WHERE projection = ?').run(of);
      database.prepare('UPDATE parked_events SET projection = ? WHERE projection = ?').run(of, by);
    });
    return isDone;
  }
}

/** Names the tables that a rebuild left behind, finished or not. */
export function leftoversIn(file: DisposableDatabase): string[] {
  const tables = file.use((database) => database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all());
  return (tables as { name: string }[]).map(({ name }) => name).filter((name) => /__(old|r\d+)$/.test(name));
}

/** The checkpoint of an abandoned copy must not survive it. */
export function dropCopies(database: Sqlite): void {
  for (const table of ['checkpoints', 'parked_events']) database.exec(`DELETE FROM ${table} WHERE projection GLOB '*__r[0-9]*'`);
}

/** Deletes some rows of an unused table, and finally the table itself; returns whether it is gone. Each call is short. */
export function emptySome(file: DisposableDatabase, table: string, rows: number): boolean {
  let isGone = false;
  file.transact((database) => {
    const { changes } = database.prepare(`DELETE FROM ${table} WHERE rowid IN (SELECT rowid FROM ${table} LIMIT ${rows})`).run();
    isGone = Number(changes) < rows;
    if (isGone) database.exec(`DROP TABLE ${table}`);
  });
  return isGone;
}

const tablesOf = ({ tables }: Projection) => Object.keys(tables).filter((name) => isTable(tables[name]));

function namesIn(file: DisposableDatabase): string[] {
  const rows = file.use((database) => database.prepare('SELECT name FROM sqlite_master').all()) as { name: string }[];
  return rows.map(({ name }) => name);
}

/** The indexes of an earlier copy, which has replaced the live tables, still carry its suffix. */
function freeSuffix(taken: readonly string[], { tables }: Projection): string {
  for (let number = 1; ; number += 1) {
    const suffix = `__r${number}`;
    if (!Object.keys(tables).some((name) => taken.includes(name + suffix))) return suffix;
  }
}

function renamed({ name, version, tables, project }: Projection, suffix: string): Projection {
  const made = Object.entries(tables).map(([table, statement]) => [table + suffix, renamedStatement(statement, suffix)]);
  return {
    name: name + suffix,
    version,
    tables: Object.fromEntries(made),
    project: (recorded) => project(recorded).map((change) => renamedChange(change, suffix)),
  };
}

function renamedChange({ table, found, ...change }: Change, suffix: string): Change {
  return { ...change, table: table + suffix, ...(found && { found: { ...found, table: found.table + suffix } }) };
}

/** Only the names at the head of a statement are replaced, since a column may be called like a table. */
const renamedStatement = (statement: string, suffix: string) =>
  statement.replace(/^(CREATE TABLE \w+|CREATE (?:UNIQUE )?INDEX \w+ ON \w+)/, (head) =>
    head.replace(/(INDEX|ON|TABLE) (\w+)/g, `$1 $2${suffix}`),
  );
