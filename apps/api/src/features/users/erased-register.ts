import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** Ids of erased people, in a file outside log and vault: a restore of either erases again whom it names. */
export class ErasedRegister {
  readonly path: string;

  constructor(directory: string) {
    this.path = join(directory, 'erased');
  }

  /** The line is durable when this returns. A line that a full disk or a kill left incomplete is ended first. */
  add(userId: string): void {
    const text = this.#text();
    if (idsIn(text).includes(userId)) return;
    const file = openSync(this.path, 'a', 0o600);
    writeSync(file, `${text === '' || text.endsWith('\n') ? '' : '\n'}${userId}\n`);
    fsyncSync(file);
    closeSync(file);
  }

  userIds(): string[] {
    return idsIn(this.#text());
  }

  #text(): string {
    try {
      return readFileSync(this.path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
      throw error;
    }
  }
}

const idsIn = (text: string) => text.split('\n').filter(Boolean);
