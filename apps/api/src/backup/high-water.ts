import { closeSync, fdatasync, fdatasyncSync, openSync, readFileSync, writeSync } from 'node:fs';
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

/** There is no log, though there was one under these keys. */
export class LogIsGone extends Error {
  constructor(path: string, reached: Position) {
    super(
      `There is no event log, but these keys belong to one that had reached position ${reached}. Put it back (keyledger restore), or, ` +
        `to begin a new one under the same keys, remove ${path}.`,
    );
  }
}

interface Mark {
  readonly logId: string;
  readonly position: Position;
}

const pathIn = (keysDirectory: string) => join(keysDirectory, 'high-water');

/** Null when nothing was written yet. */
export function readHighWater(keysDirectory: string): Mark | null {
  try {
    const [logId, position] = readFileSync(pathIn(keysDirectory), 'utf8').trim().split(' ');
    return /^\d+$/.test(position ?? '') ? { logId, position: BigInt(position) } : null;
  } catch {
    return null;
  }
}

/** @throws LogIsGone when these keys have seen a log, while there is none now */
export function requireUnusedKeys(keysDirectory: string): void {
  const mark = readHighWater(keysDirectory);
  if (mark) throw new LogIsGone(pathIn(keysDirectory), mark.position);
}

const syncMs = 1000;
const positionDigits = 20;

/**
 * How far the log is known to have got, kept beside the keys and so outside of every backup: whoever restores an older log cannot
 * bring revoked tokens back unnoticed. Written before a write is answered, so that no kill loses it, and synced each second.
 */
export class HighWater {
  readonly #file: number;
  readonly #timer = setInterval(() => this.#sync(), syncMs).unref();
  #isSynced = true;

  private constructor(file: number) {
    this.#file = file;
  }

  /** Null where the keys cannot be written beside, being mounted read-only for example. */
  static open(keysDirectory: string): HighWater | null {
    try {
      closeSync(openSync(pathIn(keysDirectory), 'a', 0o600));
      return new HighWater(openSync(pathIn(keysDirectory), 'r+'));
    } catch (error) {
      if (['EROFS', 'EACCES', 'EPERM', 'ENOSPC'].includes((error as NodeJS.ErrnoException).code ?? '')) return null;
      throw error;
    }
  }

  /** Of one length always, so that it overwrites what was there whole. Where there is no room, what was there stays. */
  write({ logId, position }: Mark): void {
    try {
      writeSync(this.#file, `${logId} ${String(position).padStart(positionDigits, '0')}\n`, 0);
      this.#isSynced = false;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    }
  }

  close(): void {
    clearInterval(this.#timer);
    fdatasyncSync(this.#file);
    closeSync(this.#file);
  }

  #sync(): void {
    if (this.#isSynced) return;
    this.#isSynced = true;
    fdatasync(this.#file, (error) => {
      if (error) this.#isSynced = false;
    });
  }
}
