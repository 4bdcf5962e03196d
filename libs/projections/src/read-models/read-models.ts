import type { Kysely, RawBuilder } from 'kysely';
import type { Change, Projection } from './projection.js';

/** How far a projection has got, in which log. */
export interface Checkpoint {
  readonly version: number;
  readonly logId: string;
  /** Compared with other positions, and never computed with. */
  readonly position: bigint;
  /** Names that place in the log, as `EventStore.markAt` does. */
  readonly mark: string;
  /** How many it has applied since its tables were made, for people who wait: no position says how many events lie before it. */
  readonly events: number;
}

/** What some events make of the tables of one projection, and how far it has got with that. */
export interface Batch {
  readonly projection: string;
  readonly changes: readonly Change[];
  /** With the events of this batch alone, which are added to those before. */
  readonly checkpoint: Checkpoint;
}

/** What a query tells the planner of a store that it would guess wrong. What is found is the same without, and found more slowly. */
export interface QueryPlanning {
  /** Joins tables so that they are visited in this order. */
  inOrder(tables: readonly RawBuilder<unknown>[]): RawBuilder<unknown>;
  /** A column for whose sake no index is to be chosen. */
  unindexed(column: RawBuilder<unknown>): RawBuilder<unknown>;
}

export interface TableDigest {
  readonly rows: number;
  /** Of all rows in the order of their keys, in hexadecimal; the same for the same rows, in one store. */
  readonly digest: string;
}

/** Tables as they were at one moment, whatever is written to them afterwards. */
export interface TablesSnapshot {
  /** About how many rows there are: to count them may take its time. */
  rowsAbout(table: string): Promise<number>;
  /** Tells `onRows` of each few rows, between which others have their turn. */
  digest(table: string, onRows: (rows: number) => void, signal?: AbortSignal): Promise<TableDigest>;
  close(): Promise<void>;
}

/** The tables of a projection once more, under other names, made anew beside those that are read and kept. */
export interface ReadModelCopy {
  /** The projection of the copy: it makes and fills the tables with the other names. */
  readonly projection: Projection;
  /** Names of the live tables, each with that of its copy. */
  tables(): readonly { readonly live: string; readonly copy: string }[];
  /** Both, at one same place in the log; null when they have not applied the same events. */
  snapshot(): Promise<TablesSnapshot | null>;
  /**
   * Puts the copy in the place of the live tables in one transaction, with the events that it left out; after a crash in between the
   * live tables are what they were. Answers whether: not when the two have not applied the same events.
   */
  swap(): Promise<boolean>;
}

/**
 * The stored read models. Everything in here can be thrown away and made again from the log, so a commit need not survive a crash;
 * but rows and checkpoint commit together, so a crash loses both or neither. Statements of projections and queries are SQL that
 * SQLite and PostgreSQL both run; what only one of them understands lies in its adapter.
 *
 * Every adapter passes `test/contract/read-models.contract.ts`. Whatever stores may fail with `NoRoom`, and then nothing was stored.
 */
export abstract class ReadModels {
  abstract readonly planning: QueryPlanning;

  /** Anyone who feeds the read models hears here that all of them were lost and must be made again; until then queries fail. */
  abstract onLost(listener: () => void): void;

  /** Queries over the tables that one projection made; `Tables` are the rows that it says it makes. Integers are numbers. */
  abstract of<Tables>(): Kysely<Tables>;

  /** Null for a projection that has applied nothing since its tables were made. */
  abstract checkpoint(projection: string): Promise<Checkpoint | null>;

  /** Drops what a projection made, if it made anything, and makes its tables anew. */
  abstract reset(projection: Projection): Promise<void>;

  /**
   * Rows and checkpoints of one or more projections: all of it, or nothing, and nobody reads a part of it.
   *
   * @throws RowsRefused when one of the rows cannot be stored for what it holds
   */
  abstract commitAll(batches: readonly Batch[]): Promise<void>;

  /** Resolves when the store can take more: anyone who commits much at a time waits for this in between. */
  abstract drained(): Promise<void>;

  /** Remembers an event that a projection could not read, so that one bad event does not stop all that follow. */
  abstract park(projection: string, position: bigint, problem: string): Promise<void>;

  /** How many events each projection could not read; those that could read all are not named. */
  abstract parkedEvents(): Promise<Map<string, number>>;

  /** The tables of a projection once more, empty. */
  abstract copyOf(projection: Projection): Promise<ReadModelCopy>;

  /** Takes away, some rows a turn, what a copy left behind that is given up or has taken its place; `turn` is waited for in between. */
  abstract discardLeftovers(rowsPerTurn: number, turn: () => Promise<void>): Promise<void>;

  abstract close(): Promise<void>;
}
