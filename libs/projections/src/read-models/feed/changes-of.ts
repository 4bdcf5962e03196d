import type { Recorded } from '#event-store/envelope';
import { RowsRefused } from '../commit-failures.js';
import type { Change, Projection } from '../projection.js';

/** @throws RowsRefused when one of the events cannot be read */
export function changesOf(events: readonly Recorded[], project: Projection['project']): Change[] {
  const changes: Change[] = [];
  try {
    for (const recorded of events) changes.push(...project(recorded));
  } catch (cause) {
    throw new RowsRefused((cause as Error).message, { cause });
  }
  return changes;
}
