import { setTimeout as wait } from 'node:timers/promises';

/** Nothing was written for so many looks at the log: anyone who wrote is done, and does not just wait for a disk. */
const quietLooksMin = 3;
const lookEveryMs = 2;
/** As long as nobody asks, what is shown may lag behind by so much while others write. */
const lagMsMax = 500;

/**
 * Lets those who write go first. What is shown is fed in larger parts, which costs less for each event, and a burst of writes is
 * over before it begins; unless somebody asks to see what was written, and then at once.
 */
export class BackOff {
  readonly #newest: () => Promise<unknown>;
  readonly #isAsked: () => boolean;

  /** `newest` tells what was written last, `isAsked` whether somebody waits to see it. */
  constructor(newest: () => Promise<unknown>, isAsked: () => boolean) {
    this.#newest = newest;
    this.#isAsked = isAsked;
  }

  /** Resolves when nothing more is written, when it has been long enough, or as soon as somebody asks. */
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
