import type { EmbeddedEventStore } from '#event-store/embedded/embedded-event-store';
import type { TokenValidity } from '#projections/token-validity/token-validity';
import type { HighWater } from './high-water.js';
import { LogIsGone, LogIsUnmarked, problemOf } from './log-standing.js';

/** Why the log that was opened would not be believed; null when nothing is wrong with it. */
export async function problemWith(store: EmbeddedEventStore, { logId }: TokenValidity, highWater: HighWater): Promise<Error | null> {
  const log = { end: (await store.head()) ?? 0n, logId, isSealed: store.isSealed, holds: (mark: string) => store.holds(mark) };
  return problemOf(log, await highWater.found(), highWater.path);
}

/** A restore that is declared voids whatever the log says; all else that an operator may overrule is that nothing is known. */
export function isTolerated(problem: Error, isRestoreDeclared: boolean, isToBeMarked: boolean): boolean {
  if (problem instanceof LogIsGone) return false;
  return isRestoreDeclared || (isToBeMarked && problem instanceof LogIsUnmarked);
}
