import type { Position } from '#event-store/envelope';
import { LogView } from '#event-store/log-view';
import { TokenValidity } from './token-validity.js';
import { loadSnapshot, saveSnapshot } from './validity-snapshot.js';

const pageEvents = 1000;

/**
 * Makes a newer snapshot from the one that is there and the log since then, without asking the process that serves: it reads the
 * log for itself. Answers how far the new one goes.
 *
 * @throws WritingStopped when `shouldStop` said so
 */
export async function advanceSnapshot(directory: string, shouldStop: () => boolean): Promise<Position | null> {
  const log = new LogView(directory);
  try {
    const older = await loadSnapshot(directory);
    const validity = older && log.holds(older.mark) ? older.validity : new TokenValidity();
    for (let page = log.page(validity.position, pageEvents); page.length > 0 && !shouldStop(); ) {
      validity.apply(page);
      page = log.page(validity.position, pageEvents);
    }
    const mark = validity.position === null ? null : log.markAt(validity.position);
    if (mark) saveSnapshot(directory, { validity, mark }, shouldStop);
    return validity.position;
  } finally {
    log.close();
  }
}
