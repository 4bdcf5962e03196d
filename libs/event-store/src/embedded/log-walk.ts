import { performance } from 'node:perf_hooks';
import type { Sqlite, Statement } from '#sqlite/sqlite-driver';
import { genesis, isSameDigest, type LogMark } from './log-marks.js';
import { ChainCheck, LogDamaged } from './verify-log.js';

/** The slice is so short that the requests in between still find their data in the CPU caches. */
const sliceMs = 1;
const pageEvents = 25;
/** The walk uses a tenth of the time while the process is idle, and a hundredth while it is busy. */
const idlePauseMs = 10;
const busyPauseMs = 100;
const busyShare = 0.5;

/**
 * Verifies, in short slices while the process serves, the part of the log that the start trusted: that its hash chain is intact, and that
 * the index of streams leads to each of its events.
 */
export class LogWalk {
  readonly #check: ChainCheck;
  readonly #lookUp: Statement;
  readonly #until: LogMark;
  readonly #onEnd: (damage: unknown) => void;
  #timer: NodeJS.Timeout | undefined;
  /** The event loop's utilization at the last pause of the walk. */
  #utilized = performance.eventLoopUtilization();

  /**
   * `onEnd` is called with null once everything up to `until` was verified and the chain leads to exactly that mark, otherwise with the
   * damage.
   */
  constructor(database: Sqlite, until: LogMark, onEnd: (damage: unknown) => void) {
    this.#check = new ChainCheck(database, genesis);
    this.#lookUp = database.prepare('SELECT position FROM events INDEXED BY sqlite_autoindex_events_1 WHERE stream = ? AND revision = ?');
    this.#until = until;
    this.#onEnd = onEnd;
  }

  start(): void {
    const since = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(since, this.#utilized);
    this.#utilized = since;
    this.#timer = setTimeout(() => this.#walk(), utilization < busyShare ? idlePauseMs : busyPauseMs).unref();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #walk(): void {
    try {
      const until = performance.now() + sliceMs;
      while (performance.now() < until) {
        if (!this.#step()) return this.#onEnd(null);
      }
      this.start();
    } catch (error) {
      this.#onEnd(error);
    }
  }

  #step(): boolean {
    const left = this.#until.position - this.#check.mark.position;
    if (left <= 0n) return this.#arrive();
    const isMore = this.#check.advance(Math.min(pageEvents, Number(left)), ({ position }, { stream, revision }) => {
      const found = this.#lookUp.get(stream, revision) as { position: number } | undefined;
      if (found?.position !== Number(position)) throw new LogDamaged(`The index does not lead to the event at position ${position}.`);
    });
    if (!isMore) throw new LogDamaged(`The event log has no event at position ${this.#check.mark.position + 1n}.`);
    return true;
  }

  /** A log in which an event was changed and the rest chained anew ends with another digest. */
  #arrive(): false {
    const { position, digest } = this.#until;
    if (isSameDigest(this.#check.mark.digest, digest)) return false;
    throw new LogDamaged(`The event log does not lead to what it was at position ${position} when that was checked before.`);
  }
}
