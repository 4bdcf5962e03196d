import { inTransaction } from '#sqlite/disposable-database';
import type { Sqlite } from '#sqlite/sqlite-driver';
import { chain } from '../canonical.js';
import type { Draft, Recorded } from '../envelope.js';
import { type Appended, ConcurrencyConflict } from '../event-store.js';
import { type Encoded, type EventRows, encode } from './event-rows.js';
import type { LogMark } from './log-marks.js';
import type { LogSeal } from './log-seal.js';

/** The log to which groups are committed. */
interface WritableLog {
  readonly database: Sqlite;
  readonly rows: EventRows;
  /** Without a key the end is not sealed. */
  readonly sealKey: LogSeal | null;
}

/** An append that waits for its group. */
export interface Pending {
  readonly stream: string;
  readonly expectedRevision: number;
  readonly drafts: readonly Draft[];
  resolve(appended: Appended): void;
  reject(error: unknown): void;
}

/** The outcome of one append: either `appended` or `error` is present. */
interface Outcome {
  readonly pending: Pending;
  readonly appended?: Appended;
  readonly error?: unknown;
}

/** The result of one transaction, and the end of the log after it. */
export interface Group {
  readonly outcomes: readonly Outcome[];
  readonly recorded: readonly Recorded[];
  readonly end: LogMark;
  /** The total size of the canonical texts that were written. */
  readonly bytes: number;
}

/** A group commit: the appends share one transaction, and each has an outcome of its own. */
export class GroupCommit {
  readonly #rows: EventRows;
  readonly #recorded: Recorded[] = [];
  #end: LogMark;
  #bytes = 0;

  private constructor(rows: EventRows, end: LogMark) {
    this.#rows = rows;
    this.#end = end;
  }

  /**
   * Commits the group after `end` and seals its last event where there is a key. Nothing of it is durable before the sync.
   *
   * @throws the SQLite error, and then the transaction was rolled back
   */
  static commit({ database, rows, sealKey }: WritableLog, end: LogMark, group: readonly Pending[]): Group {
    const commit = new GroupCommit(rows, end);
    let outcomes: Outcome[] = [];
    inTransaction(database, () => {
      outcomes = group.map((pending) => commit.#decide(pending));
      if (sealKey && commit.#recorded.length > 0) rows.seal(commit.#end.position, sealKey.sealOf(commit.#end));
    });
    return { outcomes, recorded: commit.#recorded, end: commit.#end, bytes: commit.#bytes };
  }

  /** A refusal here affects no other append of the group, since nothing of this append was written yet. */
  #decide(pending: Pending): Outcome {
    const { stream, expectedRevision, drafts } = pending;
    const revision = this.#rows.lastRevision(stream);
    if (revision !== expectedRevision) return { pending, ...this.#recogniseRetry(pending, revision) };
    let encoded: Encoded[];
    try {
      encoded = drafts.map((draft, index) => encode({ stream, revision: revision + 1 + index, ...draft }));
    } catch (error) {
      return { pending, error };
    }
    for (const event of encoded) this.#insert(event);
    return { pending, appended: { position: this.#end.position, revision: revision + drafts.length } };
  }

  #insert(event: Encoded): void {
    const digest = chain(this.#end.digest, event.bytes);
    this.#end = { position: this.#end.position + 1n, eventId: event.envelope.id, digest };
    this.#bytes += event.bytes.length;
    this.#recorded.push(this.#rows.insert(this.#end.position, event, digest));
  }

  /** An append with the same ids at the same expected revision is a retry, however late it comes. */
  #recogniseRetry({ stream, expectedRevision, drafts }: Pending, revision: number): Pick<Outcome, 'appended' | 'error'> {
    const ids = drafts.map(({ id }) => id);
    const position = this.#rows.placeOf(stream, expectedRevision, ids);
    if (position === null) return { error: new ConcurrencyConflict(stream, expectedRevision, revision) };
    return { appended: { position, revision: expectedRevision + drafts.length } };
  }
}

/** Answers the one who waits for the append. */
export function settle({ pending, appended, error }: Outcome): void {
  appended ? pending.resolve(appended) : pending.reject(error);
}

/** Fails every append of a group with the same error. */
export function rejectAll(group: readonly Pending[], error: unknown): void {
  for (const { reject } of group) reject(error);
}
