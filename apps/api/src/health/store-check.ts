import { statfs } from 'node:fs/promises';
import type { Clock } from '#event-store/clock';
import { type EventStore, StoreUnavailable } from '#event-store/event-store';
import type { Check } from './readiness.js';

/** An answer is reused for this long: probes come often, and each check is a synced write. */
const knownForMs = { well: 5000, ill: 1000 } as const;
const mib = 1024 * 1024;

/** Free bytes on the file system of these files, for users other than root. */
export async function freeBytesOf(directory: string): Promise<number> {
  const { bavail, bsize } = await statfs(directory);
  return bavail * bsize;
}

/** Whether the next append can succeed: a probe write just succeeded, and there is free space. */
export class StoreCheck implements Check {
  readonly name = 'store';
  readonly #store: EventStore;
  readonly #clock: Clock;
  readonly #directory: string;
  readonly #freeMibMin: number;
  #known: { readonly problem: string | null; readonly atMs: number } | null = null;
  #looking: Promise<string | null> | null = null;

  constructor(store: EventStore, clock: Clock, directory: string, freeMibMin: number) {
    this.#store = store;
    this.#clock = clock;
    this.#directory = directory;
    this.#freeMibMin = freeMibMin;
  }

  /** A failed append makes the previous answer worthless. */
  invalidate(): void {
    this.#known = null;
  }

  async problem(): Promise<string | null> {
    const known = this.#known;
    if (known && this.#clock.monotonicMs() - known.atMs < (known.problem === null ? knownForMs.well : knownForMs.ill)) return known.problem;
    this.#looking ??= this.#look().finally(() => {
      this.#looking = null;
    });
    return this.#looking;
  }

  async #look(): Promise<string | null> {
    const problem = (await this.#problemOfSpace()) ?? (await this.#problemOfWriting());
    this.#known = { problem, atMs: this.#clock.monotonicMs() };
    return problem;
  }

  async #problemOfSpace(): Promise<string | null> {
    const freeMib = Math.floor((await freeBytesOf(this.#directory)) / mib);
    return freeMib < this.#freeMibMin ? `${freeMib} MiB are free for the data directory; at least ${this.#freeMibMin} are wanted.` : null;
  }

  async #problemOfWriting(): Promise<string | null> {
    try {
      await this.#store.checkWritable();
      return null;
    } catch (error) {
      if (error instanceof StoreUnavailable) return error.message;
      throw error;
    }
  }
}
