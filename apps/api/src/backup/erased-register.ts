import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** Ids of the people who were erased, in a file outside log and vault: a restore of either repeats what it names. */
export class ErasedRegister {
  readonly path: string;

  constructor(directory: string) {
    this.path = join(directory, 'erased');
  }

  /** Durable when it returns. */
  add(userId: string): void {
    if (this.userIds().includes(userId)) return;
    const file = openSync(this.path, 'a', 0o600);
    writeSync(file, `${userId}\n`);
    fsyncSync(file);
    closeSync(file);
  }

  userIds(): string[] {
    try {
      return readFileSync(this.path, 'utf8').split('\n').filter(Boolean);
    } catch {
      return [];
    }
  }
}
