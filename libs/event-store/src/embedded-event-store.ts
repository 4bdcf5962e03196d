import { chain } from './canonical.js';
import { DiskFull, requireRoom } from './disk-room.js';
import { EmbeddedSubscription } from './embedded-subscription.js';
import type { Draft, Position, Recorded } from './envelope.js';
import { type Encoded, type EventRows, encode } from './event-rows.js';
import {
  type Appended,
  ConcurrencyConflict,
  EventStore,
  requireAppendable,
  StoreUnavailable,
  type Subscriber,
  type Subscription,
} from './event-store.js';
import type { HeadFile } from './head-file.js';
import { LogWalk } from './log-walk.js';
import { type LogOptions, type OpenedLog, openLog } from './open-log.js';
import { type Outcome, type Pending, rejectAll } from './pending-append.js';
import { gatherFiles, isDiskFull, type Sqlite } from './sqlite-driver.js';
import { genesis, type LogMark } from './verify-log.js';

interface OpenOptions extends LogOptions {
  onFatal?(error: unknown): void;
}

/**
 * The log in one SQLite file: WAL, `synchronous=FULL`, a single writer. Appends that arrive in the same turn share one
 * transaction, each with an outcome of its own, and one sync.
 */
export class EmbeddedEventStore extends EventStore {
  readonly #database: Sqlite;
  readonly #directory: string;
  readonly #onFatal: (error: unknown) => void;
  readonly #headFile: HeadFile;
  readonly #subscriptions = new Set<EmbeddedSubscription>();
  readonly #rows: EventRows;
  #waiting: Pending[] = [];
  readonly #walk: LogWalk;
  /** Whether the log that was opened is the one in which the anchor was set. */
  readonly isAnchored: boolean;
  #end: LogMark;
  #stopped: Error | null = null;

  private constructor(
    { directory, database, rows, headFile, end, isAnchored, checkedAfter }: OpenedLog,
    onFatal: (error: unknown) => void,
  ) {
    super();
    this.#directory = directory;
    this.#onFatal = onFatal;
    this.#database = database;
    this.#rows = rows;
    this.#headFile = headFile;
    this.#end = end;
    this.isAnchored = isAnchored;
    this.#walk = new LogWalk(database, checkedAfter, (damage) => damage && this.#stop(damage));
    this.#walk.start();
  }

  /**
   * Opens the log in `directory` and checks it: from its first event to its last, or, where a long log is the one that `anchor`
   * was set in, from there on, and the rest little by little while it serves. `onFatal` is called once when log or disk can no
   * longer be trusted: nothing is acknowledged any more, and the process should end.
   *
   * @throws LogDamaged with a sentence that names the position
   */
  static async open({ onFatal = () => {}, ...options }: OpenOptions): Promise<EmbeddedEventStore> {
    return new EmbeddedEventStore(openLog(options), onFatal);
  }

  override append(stream: string, expectedRevision: number, drafts: readonly Draft[]): Promise<Appended> {
    requireAppendable(expectedRevision, drafts);
    return new Promise((resolve, reject) => {
      if (this.#stopped) return reject(this.#stopped);
      this.#waiting.push({ stream, expectedRevision, drafts, resolve, reject });
      if (this.#waiting.length === 1) setImmediate(() => this.#commitWaiting());
    });
  }

  override async readStream(stream: string, fromRevision = 0): Promise<Recorded[]> {
    return this.#rows.ofStream(stream, fromRevision);
  }

  override async readAll(after: Position | null, limit: number): Promise<Recorded[]> {
    return this.#rows.page(after, limit);
  }

  override async head(): Promise<Position | null> {
    return this.#end === genesis ? null : this.#end.position;
  }

  /** Where the log ends; it stays what it was when the store was closed. */
  get end(): LogMark {
    return this.#end;
  }

  override async checkWritable(): Promise<void> {
    if (this.#stopped) throw this.#stopped;
    requireRoom(this.#directory);
    try {
      this.#rows.probe();
    } catch (error) {
      throw this.#afterFailure(error);
    }
  }

  override subscribe(after: Position | null, subscriber: Subscriber): Subscription {
    const subscription = new EmbeddedSubscription(after, subscriber, (from, limit) => this.#rows.page(from, limit));
    this.#subscriptions.add(subscription);
    subscription.start(() => this.#subscriptions.delete(subscription));
    return subscription;
  }

  override async close(): Promise<void> {
    this.#commitWaiting();
    if (this.#stopped instanceof Closed) return;
    const hasFailed = this.#stopped !== null;
    this.#stopped = new Closed('The event store is closed.');
    this.#walk.stop();
    await Promise.all([...this.#subscriptions].map((subscription) => subscription.close()));
    if (!hasFailed) gatherFiles(this.#database);
    this.#database.close();
    this.#headFile.close();
  }

  #commitWaiting(): void {
    const group = this.#waiting;
    this.#waiting = [];
    if (group.length === 0) return;
    if (this.#stopped) return rejectAll(group, this.#stopped);
    const before = this.#end;
    const recorded: Recorded[] = [];
    let outcomes: Outcome[];
    try {
      requireRoom(this.#directory);
      this.#database.exec('BEGIN IMMEDIATE');
      outcomes = group.map((pending) => this.#decide(pending, recorded));
      this.#database.exec('COMMIT');
    } catch (error) {
      this.#end = before;
      return rejectAll(group, this.#afterFailure(error));
    }
    if (recorded.length > 0) this.#headFile.write(this.#end);
    for (const subscription of [...this.#subscriptions]) subscription.handOver(recorded);
    for (const { pending, appended, error } of outcomes) appended ? pending.resolve(appended) : pending.reject(error);
  }

  /** A refusal here harms nobody else in the group: nothing of this append was written yet. */
  #decide(pending: Pending, recorded: Recorded[]): Outcome {
    const { stream, expectedRevision, drafts } = pending;
    const revision = this.#rows.lastRevision(stream);
    if (revision !== expectedRevision) return { pending, ...this.#recogniseRetry(pending, revision) };
    let encoded: Encoded[];
    try {
      encoded = drafts.map((draft, index) => encode({ ...draft, stream, revision: revision + 1 + index }));
    } catch (error) {
      return { pending, error };
    }
    for (const event of encoded) {
      const digest = chain(this.#end.digest, event.bytes);
      this.#end = { position: this.#end.position + 1n, eventId: event.envelope.id, digest };
      recorded.push(this.#rows.insert(this.#end.position, event, digest));
    }
    return { pending, appended: { position: this.#end.position, revision: revision + drafts.length } };
  }

  /** The same ids at the same expected revision are the same append, however late the retry comes. */
  #recogniseRetry({ stream, expectedRevision, drafts }: Pending, revision: number): Pick<Outcome, 'appended' | 'error'> {
    const ids = drafts.map(({ id }) => id);
    const position = this.#rows.placeOf(stream, expectedRevision, ids);
    if (position === null) return { error: new ConcurrencyConflict(stream, expectedRevision, revision) };
    return { appended: { position, revision: expectedRevision + drafts.length } };
  }

  /** A full disk may have room again later; after any other failure the state of the disk is not known, and no later sync counts. */
  #afterFailure(error: unknown): StoreUnavailable {
    try {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
    } catch (rollbackError) {
      this.#stop(rollbackError);
    }
    if (!isDiskFull(error) && !(error instanceof DiskFull)) this.#stop(error);
    return new StoreUnavailable(`Nothing was stored: ${(error as Error).message}.`);
  }

  #stop(error: unknown): void {
    if (this.#stopped) return;
    this.#stopped = new StoreUnavailable(`The event store stopped, for it can no longer be trusted: ${(error as Error).message}.`);
    this.#walk.stop();
    this.#onFatal(error);
  }
}

class Closed extends StoreUnavailable {}
