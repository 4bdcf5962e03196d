import { genesis, type LogMark } from '#event-store/embedded/log-marks';
import { LogView } from '#event-store/embedded/log-view';
import { LogDamaged } from '#event-store/embedded/verify-log';
import type { Position } from '#event-store/envelope';
import { TokenValidity } from '../token-validity.js';
import { loadSnapshot, type SnapshotPlace, saveSnapshot } from './validity-snapshot.js';

const pageEvents = 1000;

/**
 * Makes a newer snapshot, at `until`, from the existing one and the log since then, which it reads itself without involving the serving
 * process. The new snapshot is written only when the log's hash chain leads from one to the other. Returns its position; null if
 * `shouldStop` ended the reading.
 *
 * @throws LogDamaged; WritingStopped when `shouldStop` returned true
 */
export async function advanceSnapshot(place: SnapshotPlace, until: LogMark, shouldStop: () => boolean): Promise<Position | null> {
  const log = LogView.ofUsed(place.directory);
  try {
    const older = await loadSnapshot(place);
    const isOfLog = older !== null && older.mark.position <= until.position && log.holds(older.mark);
    const { validity, mark } = isOfLog ? older : { validity: new TokenValidity(), mark: genesis };
    log.continueFrom(mark);
    for (let left = until.position - mark.position; left > 0n && !shouldStop(); left = until.position - (validity.position ?? 0n)) {
      const page = log.page(validity.position, Math.min(pageEvents, Number(left)));
      if (page.length === 0) break;
      validity.apply(page);
    }
    if (shouldStop()) return null;
    if (!log.hasReadTo(until)) throw new LogDamaged(`The event log does not lead to what it is known to be at position ${until.position}.`);
    saveSnapshot(place, { validity, mark: until }, shouldStop);
    return until.position;
  } finally {
    log.close();
  }
}
