import { setTimeout as wait } from 'node:timers/promises';

/** Repeats an expectation until it holds; after ten seconds its failure is the test's failure. */
export async function eventually(expectation: () => void | Promise<void>): Promise<void> {
  const until = Date.now() + 10_000;
  for (;;) {
    try {
      return await expectation();
    } catch (error) {
      if (Date.now() > until) throw error;
      await wait(2);
    }
  }
}
