import { setImmediate as nextTurn } from 'node:timers/promises';

/** Nothing was written for so many turns: whoever wrote is done. */
const quietTurnsMin = 3;
/** As long as nobody asks, what is shown may lag behind by so much while others write. */
const lagMsMax = 500;

/**
 * Lets those who write go first. What is shown is fed in larger parts, which costs less for each event, and a burst of writes is
 * over before it begins; unless somebody asks to see what was written, and then at once.
 */
export class GivingWay {
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
    for (let quietTurns = 0; quietTurns < quietTurnsMin && !this.#isDueBy(untilMs); ) {
      await nextTurn();
      const before = newest;
      newest = await this.#newest();
      quietTurns = newest === before ? quietTurns + 1 : 0;
    }
  }

  #isDueBy(ms: number): boolean {
    return this.#isAsked() || performance.now() >= ms;
  }
}
