import type { Draft, Position, Recorded } from './envelope.js';

/** The revision to expect of a stream that has no event yet. */
export const NO_STREAM = -1;

/** The maximum canonical size of one envelope; a larger one is refused with `EventTooLarge`. */
export const envelopeBytesMax = 256 * 1024;

export interface Appended {
  /** Position of the last event appended or, on a recognized retry, of the original one. */
  readonly position: Position;
  readonly revision: number;
}

export interface Subscriber {
  /**
   * Receives events in log order, each at least once. When it returns a promise, the next batch waits for it.
   * What it throws ends the subscription and goes to `onEnded`.
   */
  onEvents(events: readonly Recorded[]): void | Promise<void>;
  /** Called once the subscriber has received everything that was in the log at this moment; later events are live. */
  onCaughtUp?(): void;
  onEnded?(error: unknown): void;
}

export interface Subscription {
  close(): Promise<void>;
}

/**
 * The port to the event log: one log of many streams, appended to one stream at a time. Every adapter passes
 * `test/contract/event-store.contract.ts`; the port asks for nothing that EventStoreDB cannot do.
 */
export abstract class EventStore {
  /**
   * Appends all of `events` or none. `expectedRevision` is the revision of the stream's last event that the decision saw,
   * or `NO_STREAM`. The same ids at the same expected revision are the same append, however late the retry comes.
   * Resolves when the events are on stable storage and every live subscriber of this process was handed them.
   *
   * @throws ConcurrencyConflict when another event got in between
   * @throws EventTooLarge when one envelope is larger than `envelopeBytesMax`
   * @throws StoreUnavailable when the events are certainly not stored; OutcomeUnknown when that is not certain
   */
  abstract append(stream: string, expectedRevision: number, events: readonly Draft[]): Promise<Appended>;

  /**
   * All events of one stream in order, from `fromRevision` (inclusive, default 0); empty for a stream that does not exist. Like every read,
   * it never returns an event that differs from what was written: it fails, and the process ends.
   */
  abstract readStream(stream: string, fromRevision?: number): Promise<Recorded[]>;

  /**
   * Events of the whole log in order, exclusively after `after` (null: from the first), at most `limit` (1..1000). `isEnough` is asked
   * after each event and may stop the read early, so that no reader takes longer than it means to; at least one event is returned unless
   * the log has no more.
   */
  abstract readAll(after: Position | null, limit: number, isEnough?: () => boolean): Promise<Recorded[]>;

  /** Position of the newest event; null while the log is empty. */
  abstract head(): Promise<Position | null>;

  /**
   * Returns a mark that identifies the newest event that subscribers of this process have received, and with it everything before: a line
   * of visible characters that only this store understands, and that no other log contains. Null while the log is empty.
   */
  abstract mark(): string | null;

  /** Returns the mark of the event at `position`; null when there is none. */
  abstract markAt(position: Position): Promise<string | null>;

  /** Whether the log still contains, unchanged, the event that a mark of this store or of an earlier process identifies. */
  abstract holds(mark: string): Promise<boolean>;

  /**
   * Writes and syncs as an append does, but appends no event, to find out whether an append could succeed now.
   *
   * @throws StoreUnavailable when it cannot
   */
  abstract checkWritable(): Promise<void>;

  /** Catches up from exclusively after `after` and then stays live, without gaps or reordering. */
  abstract subscribe(after: Position | null, subscriber: Subscriber): Subscription;

  /** Finishes the appends that were accepted, refuses new ones, and ends subscriptions. Idempotent. */
  abstract close(): Promise<void>;
}

/** @throws RangeError for arguments that no store can append */
export function requireAppendable(expectedRevision: number, drafts: readonly Draft[]): void {
  if (drafts.length === 0) throw new RangeError('An append needs at least one event.');
  if (!Number.isSafeInteger(expectedRevision) || expectedRevision < NO_STREAM)
    throw new RangeError('expectedRevision is -1 or a revision.');
  if (new Set(drafts.map(({ id }) => id)).size < drafts.length) throw new RangeError('The events of an append have ids of their own.');
}

/** The stream is not at the revision that the append expected, so nothing was written. */
export class ConcurrencyConflict extends Error {
  constructor(
    readonly stream: string,
    readonly expectedRevision: number,
    readonly actualRevision: number,
  ) {
    super(`Stream ${stream} is at revision ${actualRevision}, not ${expectedRevision}.`);
  }
}

/** The canonical bytes of an event exceed what the store accepts, so nothing was written. */
export class EventTooLarge extends Error {
  constructor(
    readonly stream: string,
    readonly bytes: number,
  ) {
    super(`An event of ${bytes} bytes for ${stream} is larger than ${envelopeBytesMax} bytes.`);
  }
}

/** The write certainly did not happen. */
export class StoreUnavailable extends Error {}

/** The write may have happened: repeat it with the same ids and expected revision, or read the stream. */
export class OutcomeUnknown extends Error {}
