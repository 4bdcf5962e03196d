import { closeSync, fsyncSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Remembers, in the data directory and so in no backup, which declaration of a restore was recorded. The setting may therefore stay on for
 * some starts without declaring a restore at each of them.
 */
export class RestoreDeclaration {
  readonly #path: string;

  constructor(directory: string) {
    this.#path = join(directory, 'restore-declared');
  }

  /** Id of the event that recorded it; null when there is none. */
  read(): string | null {
    try {
      return readFileSync(this.#path, 'utf8').trim();
    } catch {
      return null;
    }
  }

  /** Durable when it returns. */
  write(eventId: string): void {
    const file = openSync(this.#path, 'w', 0o600);
    writeSync(file, `${eventId}\n`);
    fsyncSync(file);
    closeSync(file);
  }

  delete(): void {
    rmSync(this.#path, { force: true });
  }
}
