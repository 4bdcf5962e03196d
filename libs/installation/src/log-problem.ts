import type { EmbeddedEventStore } from '#event-store/embedded/embedded-event-store';
import type { TokenValidity } from '#projections/token-validity/token-validity';
import type { HighWater } from './high-water.js';
import { LogIsGone, LogIsUnmarked, problemOf } from './log-standing.js';

/** Why the opened log must be refused; null when nothing is wrong with it. */
export async function problemWith(store: EmbeddedEventStore, { logId }: TokenValidity, highWater: HighWater): Promise<Error | null> {
  const log = { end: (await store.head()) ?? 0n, logId, isSealed: store.isSealed, holds: (mark: string) => store.holds(mark) };
  return problemOf(log, await highWater.found(), highWater.path);
}

/**
 * A declared restore voids every credential, so it overrules any problem but a missing log; otherwise an operator may overrule only that no
 * authentic mark exists.
 */
export function isTolerated(problem: Error, isRestoreDeclared: boolean, isToBeMarked: boolean): boolean {
  if (problem instanceof LogIsGone) return false;
  return isRestoreDeclared || (isToBeMarked && problem instanceof LogIsUnmarked);
}
