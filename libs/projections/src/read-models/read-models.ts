import type { Kysely, RawBuilder } from 'kysely';
import type { Change, Projection } from './projection.js';

/** How far a projection has got, in which log. */
export interface Checkpoint {
  readonly version: number;
  readonly logId: string;
  /** Positions are only compared, never computed with. */
  readonly position: bigint;
  /** The mark of that position, as `EventStore.markAt` returns it. */
  readonly mark: string;
  /** How many events were applied since the tables were made, to show progress: a position does not say how many events precede it. */
  readonly events: number;
}

/** The changes that some events cause in one projection's tables, and the checkpoint after them. */
export interface Batch {
  readonly projection: string;
  readonly changes: readonly Change[];
  /** `events` counts this batch alone; the store adds it to the count so far. */
  readonly checkpoint: Checkpoint;
}

/** Hints for the query planner, where it would guess wrong. Without them the result is the same, but slower to find. */
export interface QueryPlanning {
  /** Joins tables so that they are visited in this order. */
  inOrder(tables: readonly RawBuilder<unknown>[]): RawBuilder<unknown>;
  /** A column for which the planner must not choose an index. */
  unindexed(column: RawBuilder<unknown>): RawBuilder<unknown>;
}

export interface TableDigest {
  readonly rows: number;
  /** A digest of all rows in the order of their keys, in hexadecimal; equal rows have equal digests within one store. */
  readonly digest: string;
}

/** The tables as of one moment, whatever is written to them afterwards. */
export interface TablesSnapshot {
  /** An estimate of the number of rows, since counting them may take long. */
  rowsAbout(table: string): Promise<number>;
  /** Calls `onRows` after every few rows, and lets other work run in between. */
  digest(table: string, onRows: (rows: number) => void, signal?: AbortSignal): Promise<TableDigest>;
  close(): Promise<void>;
}

/** A second set of one projection's tables, under other names, which a rebuild fills beside the live tables. */
export interface ReadModelCopy {
  /** The projection of the copy, which makes and fills the renamed tables. */
  readonly projection: Projection;
  /** The name of each live table and of its copy. */
  tables(): readonly { readonly live: string; readonly copy: string }[];
  /** A snapshot of both sets of tables at the same position; null when they have not applied the same events. */
  snapshot(): Promise<TablesSnapshot | null>;
  /**
   * Replaces the live tables and their parked events by the copy in one transaction; after a crash during it the live tables are unchanged.
   * Returns false, and changes nothing, when the two have not applied the same events.
   */
  swap(): Promise<boolean>;
}

/**
 * The port to the stored read models. All of them can be rebuilt from the log, so a commit need not survive a crash; but rows and
 * checkpoint commit together, so a crash loses both or neither. Projections and queries use SQL that SQLite and PostgreSQL both run; what
 * only one of them understands belongs in its adapter.
 * Every adapter passes `test/contract/read-models.contract.ts`. Every write may fail with `NoRoom`, and then nothing was stored.
 */
export abstract class ReadModels {
  abstract readonly planning: QueryPlanning;

  /** `listener` is called when all read models were lost and must be rebuilt; until then queries fail. */
  abstract onLost(listener: () => void): void;

  /** Queries over the tables of one projection; `Tables` is the row type of each. Integers are returned as numbers. */
  abstract of<Tables>(): Kysely<Tables>;

  /** Null when the projection has applied nothing since its tables were made. */
  abstract checkpoint(projection: string): Promise<Checkpoint | null>;

  /** Drops the projection's tables, if there are any, and makes them anew. */
  abstract reset(projection: Projection): Promise<void>;

  /**
   * Commits rows and checkpoints of one or more projections in one transaction, of which no reader sees a part.
   *
   * @throws RowsRefused when the store cannot hold one of the rows
   */
  abstract commitAll(batches: readonly Batch[]): Promise<void>;

  /** Resolves when the store can take more: a writer of many batches awaits it between them (back-pressure). */
  abstract drained(): Promise<void>;

  /** Remembers an event that a projection could not read, so that one bad event does not stop all that follow. */
  abstract park(projection: string, position: bigint, problem: string): Promise<void>;

  /** The number of parked events by projection; projections without any are missing. */
  abstract parkedEvents(): Promise<Map<string, number>>;

  /** Makes a second, empty set of a projection's tables. */
  abstract copyOf(projection: Projection): Promise<ReadModelCopy>;

  /** Deletes, `rowsPerTurn` rows at a time, the tables that an abandoned copy or a swap left behind; awaits `turn` in between. */
  abstract discardLeftovers(rowsPerTurn: number, turn: () => Promise<void>): Promise<void>;

  abstract close(): Promise<void>;
}
