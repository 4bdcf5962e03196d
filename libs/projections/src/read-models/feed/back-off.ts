import { setTimeout as wait } from 'node:timers/promises';

/** After this many looks without a new event, the writers have finished and are not merely waiting for a disk. */
const quietLooksMin = 3;
const lookEveryMs = 2;
/** The longest time for which read models may lag behind writers while nobody reads them. */
const lagMsMax = 500;

/**
 * Back-off in favour of writers: read models are fed in larger batches, which cost less for each event, and a burst of writes can finish
 * first. A reader that waits for the newest state ends it at once.
 */
export class BackOff {
  readonly #newest: () => Promise<unknown>;
  readonly #isAsked: () => boolean;

  /** `newest` returns the newest position, `isAsked` whether a reader is waiting. */
  constructor(newest: () => Promise<unknown>, isAsked: () => boolean) {
    this.#newest = newest;
    this.#isAsked = isAsked;
  }

  /** Resolves when writing has paused, after the longest lag, or as soon as a reader waits. */
  async untilQuiet(): Promise<void> {
    const untilMs = performance.now() + lagMsMax;
    let newest = await this.#newest();
    for (let quietLooks = 0; quietLooks < quietLooksMin && !this.#isDueBy(untilMs); ) {
      await wait(lookEveryMs);
      const before = newest;
      newest = await this.#newest();
      quietLooks = newest === before ? quietLooks + 1 : 0;
    }
  }

  #isDueBy(ms: number): boolean {
    return this.#isAsked() || performance.now() >= ms;
  }
}
