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
/** A disk may damage at any time what was intact before. */
const againAfterMs = 86_400_000;

interface WalkedLog {
  readonly database: Sqlite;
  /** Where the first walk ends: the start verified what follows. */
  readonly until: LogMark;
  /** Where a walk that begins now ends. */
  end(): LogMark;
  /** Called once; nothing is walked after it. */
  onDamage(damage: unknown): void;
  readonly againAfterMs?: number;
}

/**
 * Verifies the log, in short slices while the process serves: that its hash chain is intact and leads to what it was known to end with, and
 * that the index of streams leads to each event. The first walk covers the part that the start trusted; a day after the end of each walk
 * the next one covers the whole log.
 */
export class LogWalk {
  readonly #log: WalkedLog;
  readonly #lookUp: Statement;
  #check: ChainCheck;
  #until: LogMark;
  #endedAtMs: number | null = null;
  #timer: NodeJS.Timeout | undefined;
  /** The event loop's utilization at the last pause of the walk. */
  #utilized = performance.eventLoopUtilization();

  private constructor(log: WalkedLog) {
    const { database, until } = log;
    this.#log = log;
    this.#check = new ChainCheck(database, genesis);
    this.#lookUp = database.prepare('SELECT position FROM events INDEXED BY sqlite_autoindex_events_1 WHERE stream = ? AND revision = ?');
    this.#until = until;
  }

  static start(log: WalkedLog): LogWalk {
    const walk = new LogWalk(log);
    walk.#pause();
    return walk;
  }

  /** When the newest walk reached its end, in milliseconds since 1970; null while none has: until then part of the log is only trusted. */
  get endedAtMs(): number | null {
    return this.#endedAtMs;
  }

  #pause(): void {
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
        if (!this.#step()) return this.#rest();
      }
      this.#pause();
    } catch (error) {
      this.#log.onDamage(error);
    }
  }

  #rest(): void {
    this.#endedAtMs = Date.now();
    const again = () => {
      this.#check = new ChainCheck(this.#log.database, genesis);
      this.#until = this.#log.end();
      this.#walk();
    };
    this.#timer = setTimeout(again, this.#log.againAfterMs ?? againAfterMs).unref();
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
