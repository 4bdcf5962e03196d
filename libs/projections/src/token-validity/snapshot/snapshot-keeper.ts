import { Worker } from 'node:worker_threads';
import type { LogMark } from '#event-store/embedded/log-marks';
import type { Position } from '#event-store/envelope';
import type { TokenValidity } from '../token-validity.js';
import type { SnapshotWork } from './snapshot-thread.js';
import { removeSnapshot, type SnapshotPlace, saveSnapshot, snapshotWrittenAtMs } from './validity-snapshot.js';

const lookEveryMs = 60_000;
/** Reading so many events again takes a start about a quarter of a second. */
const usualEventsMin = 50_000;
/** The snapshot of a long log is large, so it is written again only after a fair part of the log is new. */
const partOfLog = 50;

const program = new URL('./snapshot-thread.js', import.meta.url);

export interface KeptSnapshot {
  readonly place: SnapshotPlace;
  readonly validity: TokenValidity;
  /** The position of the existing snapshot; 0 without one. */
  readonly position: Position;
  /** The current end of the log, as the serving process knows it. */
  end(): LogMark;
  /** A failed snapshot only makes the next start slower. */
  onProblem(error: unknown): void;
}

/** Keeps the snapshot of an index near the end of the log, so that even a start after a kill has little to read. */
export class SnapshotKeeper {
  readonly #kept: KeptSnapshot;
  readonly #thread: URL;
  readonly #eventsMin: number;
  readonly #stop = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  readonly #timer: NodeJS.Timeout;
  #position: Position;
  #isDiscarded = false;
  #advancing: Promise<void> | null = null;

  /** No snapshot is made for fewer than `eventsMin` new events. */
  constructor(kept: KeptSnapshot, { thread = program, eventsMin = usualEventsMin } = {}) {
    this.#kept = kept;
    this.#eventsMin = eventsMin;
    this.#position = kept.position;
    this.#thread = thread;
    this.#timer = setInterval(() => void this.look(), lookEveryMs).unref();
  }

  /** Whether the log has grown much since the snapshot. */
  get isDue(): boolean {
    return this.eventsSince >= Math.max(this.#eventsMin, Number(this.#kept.validity.position ?? 0n) / partOfLog);
  }

  /** How many events a start would have to read after the snapshot; all of them without one. */
  get eventsSince(): number {
    return Number((this.#kept.validity.position ?? 0n) - this.#position);
  }

  /** When the snapshot was written, in milliseconds since 1970; null without one that the next start will use. */
  get writtenAtMs(): number | null {
    return this.#position === 0n ? null : snapshotWrittenAtMs(this.#kept.place.directory);
  }

  /** Makes a new snapshot if one is due, in a thread of its own, so that the serving thread does not stall. Resolves when it is written. */
  async look(): Promise<void> {
    if (this.isDue && !this.#isStopped) {
      this.#advancing ??= this.#advance()
        .catch((error) => this.#isStopped || this.#kept.onProblem(error))
        .then(() => {
          this.#advancing = null;
        });
    }
    await this.#advancing;
  }

  /** Writes the index as it is now, synchronously: only for when no request is served yet or any more. `end` is the end of the log. */
  save(end: LogMark): void {
    const { place, validity, onProblem } = this.#kept;
    if (this.#isDiscarded || validity.position !== end.position || end.position === this.#position) return;
    try {
      saveSnapshot(place, { validity, mark: end });
      this.#position = end.position;
    } catch (error) {
      onProblem(error);
    }
  }

  /** Deletes the snapshot, and makes no further ones. */
  discard(): void {
    this.#isDiscarded = true;
    removeSnapshot(this.#kept.place.directory);
    void this.stop();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    Atomics.store(this.#stop, 0, 1);
    await this.#advancing;
  }

  get #isStopped(): boolean {
    return Atomics.load(this.#stop, 0) !== 0;
  }

  #advance(): Promise<void> {
    const { place, end } = this.#kept;
    const work: SnapshotWork = { place, until: end(), stop: this.#stop };
    const thread = new Worker(this.#thread, { workerData: work });
    return new Promise((resolve, reject) => {
      thread.on('message', (position: Position | null) => {
        this.#position = position ?? this.#position;
      });
      thread.on('error', reject);
      thread.on('exit', () => resolve());
    });
  }
}
