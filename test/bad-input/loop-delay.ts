import { readFileSync } from 'node:fs';
import { expect } from '@jest/globals';

const ordinaryRequests = 100;
/** Parsing the largest body that is let in takes as long as some dozens of ordinary requests. */
const timesMax = 60;

/**
 * For how long one request keeps everybody else waiting: the time that the event loop's own thread computes, compared with that of
 * ordinary requests in the same process. A clock on the wall would also count for how long the machine had other things to do.
 */
export class LoopDelay {
  readonly #busyMs: number[] = [];
  #before = threadMs();

  private constructor(private readonly ordinaryMs: number) {}

  /** Measures `ask`, an ordinary request, a hundred times, and begins then. The system tells no time as short as that of one. */
  static async comparedWith(ask: () => Promise<unknown>): Promise<LoopDelay> {
    const ordinary = new LoopDelay(0);
    for (let i = 0; i < ordinaryRequests; i += 1) {
      await ask();
      ordinary.turn();
    }
    return new LoopDelay(ordinary.#busyMs.reduce((sum, ms) => sum + ms, 0) / ordinaryRequests);
  }

  /** Ends one request. */
  turn(): void {
    const now = threadMs();
    this.#busyMs.push(now - this.#before);
    this.#before = now;
  }

  /** Of each hundred requests, begun ones too, one may take longer, as when garbage is collected meanwhile. */
  expectSmall(): void {
    const sorted = this.#busyMs.sort((a, b) => a - b);
    const longer = Math.ceil(sorted.length / 100);
    expect(sorted[sorted.length - 1 - longer] / this.ordinaryMs).toBeLessThan(timesMax);
  }
}

/** Processor time of this thread, where the system tells it, else of the whole process. */
function threadMs(): number {
  try {
    return Number(readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ')[0]) / 1e6;
  } catch {
    return process.cpuUsage().user / 1e3;
  }
}
