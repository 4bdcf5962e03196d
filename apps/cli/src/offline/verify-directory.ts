import { holdDataDirectory } from '#event-store/embedded/data-directory';
import { LogView } from '#event-store/embedded/log-view';
import type { Config } from '#installation/config';
import { keysIn, markProblemOf } from './directory-marks.js';

export interface VerifiedDirectory {
  /** Where the log ends; 0 for an empty one. */
  readonly position: number;
  /** Whether the keys are there, without which no mark can be told from a forged one. */
  readonly isMarkKnown: boolean;
}

/**
 * Reads the whole log of a directory that no server uses, and compares it with its mark. Writes nothing, and so works where nothing
 * can be written.
 *
 * @throws DataDirectoryInUse, LogDamaged, and what a start would refuse the log with
 */
export async function verifyDirectory(config: Config, onProgress: (at: number, end: number) => void): Promise<VerifiedDirectory> {
  const lock = holdDataDirectory(config.dataDirectory);
  const view = LogView.ofUnused(config.dataDirectory);
  try {
    const position = Number(view.verify({ onProgress }));
    const keys = keysIn(config.keysDirectory);
    const problem = keys && (await markProblemOf(view, config, keys));
    if (problem) throw problem;
    return { position, isMarkKnown: keys !== null };
  } finally {
    view.close();
    lock.release();
  }
}
