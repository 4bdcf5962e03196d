import type { Recorded } from '#event-store/envelope';

export type Scalar = string | number | null;
export type Columns = Readonly<Record<string, Scalar>>;

/** One change to one row. Changes are idempotent, so a replay after a crash is harmless. */
export interface Change {
  readonly table: string;
  readonly key: Columns;
  readonly set: Columns;
  /** A key column that an earlier event told, where the event itself does not; without such a row nothing changes. */
  readonly found?: Found;
}

/** `column` of the key is what the column `as` of another table of the same projection says, in the row with the key `by`. */
export interface Found {
  readonly column: string;
  readonly table: string;
  readonly as: string;
  readonly by: Columns;
}

/** A read model as a pure function of events. After any change to `project`, raise `version`: the read model is then rebuilt. */
export interface Projection {
  readonly name: string;
  readonly version: number;
  /**
   * Tables and indexes in SQL that every store of read models understands: TEXT, INTEGER of 32 bits, BIGINT. `key` columns of changes are
   * their primary keys.
   */
  readonly tables: Readonly<Record<string, string>>;
  project(recorded: Recorded): Change[];
}

/** `token-<id>` → `<id>`. */
export const idOf = (stream: string) => stream.slice(stream.indexOf('-') + 1);

/** Sets columns of the row with this key, which is made if there is none; other columns stay as they are. */
export const upsert = (table: string, key: Columns, set: Columns): Change => ({ table, key, set });
