import { closeSync, fchmodSync, openSync, readFileSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { digestBytes } from '../canonical.js';

export interface Head {
  readonly position: bigint;
  readonly digest: Uint8Array;
}

const lengthBytes = 8 + digestBytes;

/**
 * Remembers, beside the database, how far the log had got: SQLite alone does not notice that its newest events are missing. The file is
 * written after each commit and never synced, so it may lag behind the log, but it is ahead of the log only when events are missing.
 */
export class HeadFile {
  readonly #fd: number;
  readonly #buffer = Buffer.alloc(lengthBytes);

  constructor(directory: string) {
    this.#fd = openSync(join(directory, 'head'), 'a+', 0o600);
    closeSync(this.#fd);
    this.#fd = openSync(join(directory, 'head'), 'r+');
    fchmodSync(this.#fd, 0o600);
  }

  read(): Head | null {
    const buffer = Buffer.alloc(lengthBytes);
    return headIn(buffer.subarray(0, readSync(this.#fd, buffer, 0, lengthBytes, 0)));
  }

  /** When the disk is full the file stays unchanged, since it may lag behind. */
  write({ position, digest }: Head): void {
    this.#buffer.writeBigUInt64BE(position, 0);
    this.#buffer.set(digest, 8);
    try {
      writeSync(this.#fd, this.#buffer, 0, lengthBytes, 0);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    }
  }

  close(): void {
    closeSync(this.#fd);
  }
}

/** Reads the head of a directory that another process may write to; null when there is none. */
export function headOf(directory: string): Head | null {
  try {
    return headIn(readFileSync(join(directory, 'head')).subarray(0, lengthBytes));
  } catch {
    return null;
  }
}

/** Null when the head was never written, or when the machine stopped before it was written completely. */
function headIn(bytes: Buffer): Head | null {
  if (bytes.length !== lengthBytes) return null;
  const position = bytes.readBigUInt64BE(0);
  return position === 0n ? null : { position, digest: bytes.subarray(8) };
}
