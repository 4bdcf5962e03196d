import { setTimeout as wait } from 'node:timers/promises';

/**
 * Repeats an expectation until it holds; after half a minute its failure is the test's failure. One that takes long must pause long
 * as well, or it keeps what it waits for from happening.
 */
export async function eventually(expectation: () => void | Promise<void>, pauseMs = 2): Promise<void> {
  const until = Date.now() + 30_000 + pauseMs * 40;
  for (;;) {
    try {
      return await expectation();
    } catch (error) {
      if (Date.now() > until) throw error;
      await wait(pauseMs);
    }
  }
}
