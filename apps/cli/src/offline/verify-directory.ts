import { holdDataDirectory } from '#event-store/embedded/data-directory';
import { LogView } from '#event-store/embedded/log-view';
import type { Config } from '#installation/config';
import { keysIn, markProblemOf } from './directory-marks.js';

export interface VerifiedDirectory {
  /** The end of the log; 0 for an empty one. */
  readonly position: number;
  /** Whether the keys are present, without which an authentic mark cannot be told from a forged one. */
  readonly isMarkKnown: boolean;
}

/**
 * Verifies the whole log of a directory that no server uses, and compares it with its mark. It writes nothing, so the directory may be
 * read-only.
 *
 * @throws DataDirectoryInUse, LogDamaged, and the errors with which a start would refuse the log
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
