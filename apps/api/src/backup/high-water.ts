import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Position } from '#event-store/envelope';

/** The log was put back to an older state than it is known to have had. */
export class LogIsOlder extends Error {
  constructor(end: Position, reached: Position) {
    super(
      `The event log ends at position ${end}, but this installation had reached ${reached}: revocations in between are lost. ` +
        'If you restored a backup, start once with KEYLEDGER_DECLARE_RESTORE=true: the restore is recorded, and every credential ' +
        'that was issued before it is refused from then on.',
    );
  }
}

/**
 * How far the log is known to have got, kept beside the keys and so outside of every backup: whoever restores an older log cannot
 * bring revoked tokens back unnoticed.
 */
export class HighWater {
  readonly #path: string;

  constructor(keysDirectory: string) {
    this.#path = join(keysDirectory, 'high-water');
  }

  /** Null when nothing was written yet, or for another log. */
  read(logId: string): Position | null {
    let text: string;
    try {
      text = readFileSync(this.#path, 'utf8');
    } catch {
      return null;
    }
    const [id, position] = text.trim().split(' ');
    return id === logId && /^\d+$/.test(position ?? '') ? BigInt(position) : null;
  }

  /** Whole or not at all. Keys may be mounted read-only: then nothing is remembered, and that is no reason to stop. */
  write(logId: string, position: Position): void {
    const temporary = `${this.#path}.${process.pid}`;
    try {
      const file = openSync(temporary, 'w', 0o600);
      writeSync(file, `${logId} ${position}\n`);
      fsyncSync(file);
      closeSync(file);
      renameSync(temporary, this.#path);
    } catch (error) {
      if (!['EROFS', 'EACCES', 'EPERM', 'ENOENT', 'ENOSPC'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
    }
  }
}
