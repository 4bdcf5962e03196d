import { DiskFull, requireRoom } from '#sqlite/free-space';
import { checkpointFully, isDiskFull } from '#sqlite/sqlite-driver';
import type { Draft, Position, Recorded } from '../envelope.js';
import {
  type Appended,
  EventStore,
  OutcomeUnknown,
  requireAppendable,
  StoreUnavailable,
  type Subscriber,
  type Subscription,
} from '../event-store.js';
import { AppendQueue } from './append-queue.js';
import { EmbeddedSubscription } from './embedded-subscription.js';
import { type Group, GroupCommit, type Pending, rejectAll, settle } from './group-commit.js';
import { KnownLog } from './known-log.js';
import type { LogMark } from './log-marks.js';
import { LogWalk } from './log-walk.js';
import { type LogOptions, type OpenedLog, openLog } from './open-log.js';

interface OpenOptions extends LogOptions {
  onFatal?(error: unknown): void;
}

/**
 * The log in one SQLite file: WAL, a single writer. Appends that arrive together share one transaction and one sync (group commit), each
 * with an outcome of its own; during the sync, requests are served and the next group accumulates. No reader sees an event before it is
 * synced.
 */
export class EmbeddedEventStore extends EventStore {
  readonly #opened: OpenedLog;
  readonly #onFatal: (error: unknown) => void;
  readonly #subscriptions = new Set<EmbeddedSubscription>();
  readonly #appends: AppendQueue;
  /** Verifies the whole log, again and again. */
  readonly walk: LogWalk;
  readonly #known: KnownLog;
  #probing: Promise<void> | null = null;
  /** The reason why appends are refused. */
  #refusal: StoreUnavailable | null = null;
  #failure: StoreUnavailable | null = null;

  private constructor(opened: OpenedLog, onFatal: (error: unknown) => void) {
    super();
    const { database, disk, end, checkedAfter } = opened;
    this.#opened = opened;
    this.#onFatal = onFatal;
    this.#known = new KnownLog(database, end, (damage) => this.#fail(damage));
    const checkpoint = () => disk.checkpointIfLarge().catch((error) => this.#fail(error));
    this.#appends = new AppendQueue((group) => this.#commit(group), checkpoint);
    this.walk = LogWalk.start({ database, until: checkedAfter, end: () => this.end, onDamage: (damage) => this.#fail(damage) });
  }

  /** Whether the anchor is an event of the log that was opened. */
  get isAnchored(): boolean {
    return this.#opened.isAnchored;
  }

  /** Whether the log ended with a valid seal; true when no seal key was given. */
  get isSealed(): boolean {
    return this.#opened.isSealed;
  }

  /**
   * Opens the log in `directory` and verifies it from the first event to the last. A long log that contains `anchor` is verified from there
   * on, and the part before it step by step while the store is in use. `onFatal` is called once when the log or the disk can no longer be
   * trusted: no append is acknowledged any more, and the process should end.
   *
   * @throws LogDamaged with a sentence that names the position
   */
  static async open({ onFatal = () => {}, ...options }: OpenOptions): Promise<EmbeddedEventStore> {
    return new EmbeddedEventStore(openLog(options), onFatal);
  }

  override append(stream: string, expectedRevision: number, drafts: readonly Draft[]): Promise<Appended> {
    requireAppendable(expectedRevision, drafts);
    return new Promise((resolve, reject) => {
      if (this.#refusal) return reject(this.#refusal);
      this.#appends.add({ stream, expectedRevision, drafts, resolve, reject });
    });
  }

  override async readStream(stream: string, fromRevision = 0): Promise<Recorded[]> {
    const events = this.#known.ofStream(stream, fromRevision);
    if (this.#known.isAhead(events)) {
      await this.#appends.group;
      if (this.#failure) throw this.#failure;
    }
    return events;
  }

  override async readAll(after: Position | null, limit: number, isEnough?: () => boolean): Promise<Recorded[]> {
    return this.#known.page(after, limit, isEnough);
  }

  override async head(): Promise<Position | null> {
    return this.#known.isEmpty ? null : this.#known.end.position;
  }

  override mark(): string | null {
    return this.#known.mark();
  }

  override async markAt(position: Position): Promise<string | null> {
    return this.#known.markAt(position);
  }

  override async holds(mark: string): Promise<boolean> {
    return this.#known.holds(mark);
  }

  /** The mark of the log's end; it stays the same after the store is closed. */
  get end(): LogMark {
    return this.#known.end;
  }

  override async checkWritable(): Promise<void> {
    if (this.#refusal) throw this.#refusal;
    this.#probing ??= this.#probe().finally(() => {
      this.#probing = null;
    });
    await this.#probing;
  }

  override subscribe(after: Position | null, subscriber: Subscriber): Subscription {
    const subscription = new EmbeddedSubscription(after, subscriber, (from, limit) => this.#known.page(from, limit));
    this.#subscriptions.add(subscription);
    subscription.start(() => this.#subscriptions.delete(subscription));
    return subscription;
  }

  override async close(): Promise<void> {
    if (this.#refusal instanceof Closed) return;
    this.#refusal = new Closed('The event store is closed.');
    this.walk.stop();
    await this.#appends.emptied();
    await this.#probing?.catch(() => {});
    await Promise.all([...this.#subscriptions].map((subscription) => subscription.close()));
    const { database, disk, headFile } = this.#opened;
    if (!this.#failure) checkpointFully(database);
    database.close();
    disk.close();
    headFile.close();
  }

  async #probe(): Promise<void> {
    try {
      requireRoom(this.#opened.directory);
      this.#opened.rows.probe();
      await this.#opened.disk.sync();
    } catch (error) {
      throw this.#afterFailure(error);
    }
  }

  async #commit(waiting: readonly Pending[]): Promise<void> {
    if (this.#failure) return rejectAll(waiting, this.#failure);
    let group: Group;
    try {
      requireRoom(this.#opened.directory);
      group = GroupCommit.commit(this.#opened, this.#known.end, waiting);
    } catch (error) {
      return rejectAll(waiting, this.#afterFailure(error));
    }
    try {
      if (group.recorded.length > 0) await this.#opened.disk.sync();
      if (this.#failure) throw this.#failure;
      this.#publish(group);
    } catch (error) {
      this.#fail(error);
      rejectAll(waiting, new OutcomeUnknown(`Nobody knows whether it was stored: ${(error as Error).message}.`));
    }
  }

  #publish({ end, recorded, outcomes, bytes }: Group): void {
    this.#known.grewTo(end);
    this.#opened.disk.grew(recorded.length, bytes);
    if (recorded.length > 0) this.#opened.headFile.write(end);
    for (const subscription of [...this.#subscriptions]) subscription.handOver(recorded);
    for (const outcome of outcomes) settle(outcome);
  }

  /**
   * A full disk may have space again later. After any other failure the state of the disk is unknown, and no later sync proves anything.
   */
  #afterFailure(error: unknown): StoreUnavailable {
    if (!isDiskFull(error) && !(error instanceof DiskFull)) this.#fail(error);
    return new StoreUnavailable(`Nothing was stored: ${(error as Error).message}.`);
  }

  #fail(error: unknown): void {
    if (this.#failure) return;
    this.#failure = new StoreUnavailable(`The event store stopped, for it can no longer be trusted: ${(error as Error).message}.`);
    this.#refusal ??= this.#failure;
    this.walk.stop();
    this.#onFatal(error);
  }
}

class Closed extends StoreUnavailable {}
