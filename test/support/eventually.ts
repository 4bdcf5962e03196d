import { setTimeout as wait } from 'node:timers/promises';
import { AnswerFault } from './answer-check.js';

/** Only for what never comes: a busy machine may take ten times as long as a quiet one. */
export const givesUpAfterMs = 300_000;

/**
 * Repeats an expectation until it holds; after some minutes its failure is the test's failure. One that takes long must pause long
 * as well, or it keeps what it waits for from happening.
 */
export async function eventually<T>(expectation: () => T | Promise<T>, pauseMs = 2): Promise<T> {
  const until = Date.now() + givesUpAfterMs;
  for (;;) {
    try {
      return await expectation();
    } catch (error) {
      if (error instanceof AnswerFault || Date.now() > until) throw error;
      await wait(pauseMs);
    }
  }
}
