import type { Sqlite, Statement } from '#sqlite/sqlite-driver';
import type { Change, Columns, Found } from '../projection.js';

/** The changes to one set of columns of one table, and their prepared statement. */
interface Shape {
  readonly key: readonly string[];
  readonly set: readonly string[];
  /** What tells one way of finding a column from another; empty where nothing is found. */
  readonly foundBy: string;
  readonly statement: Statement;
}

/** Writes changes to rows. There are few shapes of changes, so the prepared statement of each is kept. */
export class RowWriter {
  readonly #shapes = new Map<string, Shape[]>();

  /** Must be called when a table was replaced, since its prepared statements no longer apply. */
  clear(): void {
    this.#shapes.clear();
  }

  write(database: Sqlite, change: Change): void {
    const { key, set, statement } = this.#shapeOf(change) ?? this.#newShape(database, change);
    const values = [];
    for (const name of key) values.push(change.key[name]);
    for (const name of set) values.push(change.set[name]);
    if (change.found) values.push(...Object.values(change.found.by));
    statement.run(...values);
  }

  #shapeOf({ table, key, set, found }: Change): Shape | undefined {
    const foundBy = waysOf(found);
    for (const shape of this.#shapes.get(table) ?? []) {
      if (shape.foundBy === foundBy && areNamesOf(shape.key, key) && areNamesOf(shape.set, set)) return shape;
    }
    return undefined;
  }

  #newShape(database: Sqlite, { table, found, ...change }: Change): Shape {
    const [key, set] = [Object.keys(change.key), Object.keys(change.set)];
    const names = [...key, ...set];
    const given = names.map(() => '?');
    const update = set.length === 0 ? 'NOTHING' : `UPDATE SET ${set.map((name) => `${name} = excluded.${name}`).join(', ')}`;
    const insert = found
      ? `INSERT INTO ${table} (${[...names, found.column].join(', ')}) SELECT ${[...given, found.as].join(', ')} ${sourceOf(found)}`
      : `INSERT INTO ${table} (${names.join(', ')}) VALUES (${given.join(', ')})`;
    const conflict = [...key, ...(found ? [found.column] : [])].join(', ');
    const shape = { key, set, foundBy: waysOf(found), statement: database.prepare(`${insert} ON CONFLICT (${conflict}) DO ${update}`) };
    this.#shapes.set(table, [...(this.#shapes.get(table) ?? []), shape]);
    return shape;
  }
}

function sourceOf({ table, by }: Found): string {
  const wanted = Object.keys(by).map((name) => `${name} = ?`);
  return `FROM ${table} WHERE ${wanted.join(' AND ')}`;
}

const waysOf = (found: Found | undefined) => (found ? `${found.column} ${found.table} ${found.as} ${Object.keys(found.by)}` : '');

/** Compares without making a list of the names for each change. */
function areNamesOf(names: readonly string[], columns: Columns): boolean {
  let at = 0;
  for (const name in columns) if (names[at++] !== name) return false;
  return at === names.length;
}
