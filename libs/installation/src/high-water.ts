import { closeSync, fdatasync, fdatasyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Vault } from '#credentials/vault';
import type { EventStore, Subscription } from '#event-store/event-store';
import { LogIsUnmarked } from './log-standing.js';
import { type FoundMark, MarkText, type Reached } from './mark-text.js';

const syncMs = 1000;
/** Each write to the vault syncs its disk. */
const vaultWriteMs = 10_000;

/** A place of the high-water mark. A write is visible at once, and durable soon after. */
interface MarkPlace {
  write(text: string): void;
  /** Resolves when everything that was written is durable. */
  close(): Promise<void>;
}

/** The path of the file beside the keys that says how far the log got. */
export const markPathIn = (keysDirectory: string) => join(keysDirectory, 'high-water');

/** Null when there is none. @throws LogIsUnmarked when it cannot be read */
export function markFileIn(keysDirectory: string): string | null {
  try {
    return readFileSync(markPathIn(keysDirectory), 'latin1');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw new LogIsUnmarked(`The mark of the event log cannot be read (${(error as Error).message})`);
  }
}

/**
 * The high-water mark: how far the log is known to have got. It lies beside the keys and so outside of every backup, so that nobody can
 * restore or change the log and thereby revive revoked tokens unnoticed. It is written before an append is acknowledged, so that no kill
 * loses it. When the directory of the keys is not writable, as on a read-only mount, the mark lies in the vault, and may be some seconds
 * old after a kill.
 */
export class HighWater {
  readonly #text: MarkText;
  #place: MarkPlace | null = null;
  #subscription: Subscription | null = null;

  constructor(
    private readonly keysDirectory: string,
    private readonly vault: Vault,
    key: Uint8Array,
  ) {
    this.#text = new MarkText(key);
  }

  /** The path at which the mark should lie. */
  get path(): string {
    return markPathIn(this.keysDirectory);
  }

  /** The last mark of each place that has one. */
  async found(): Promise<FoundMark[]> {
    const [file, inVault] = [markFileIn(this.keysDirectory), await this.vault.logMark()];
    const texts = [
      { text: file, path: markPathIn(this.keysDirectory) },
      { text: inVault, path: 'vault.db' },
    ];
    return texts.flatMap(({ text, path }) => (text ? [this.#text.read(text, path)] : []));
  }

  /** Records that the log is empty, before the first append. */
  begin(): void {
    this.#write({ position: 0n, mark: '' });
  }

  /** Records the current end of the log; after this resolves, every later end is recorded before its append is acknowledged. */
  async follow(store: EventStore, onFatal: (error: unknown) => void): Promise<void> {
    const head = await store.head();
    let position = head ?? 0n;
    let hasCaughtUp = false;
    const remember = () => {
      const mark = hasCaughtUp ? store.mark() : null;
      if (mark !== null) this.#write({ position, mark });
    };
    await new Promise<void>((resolve, reject) => {
      this.#subscription = store.subscribe(head, {
        onEvents: (events) => {
          position = events[events.length - 1].position;
          remember();
        },
        onCaughtUp: () => {
          hasCaughtUp = true;
          remember();
          resolve();
        },
        onEnded: (error) => {
          reject(error);
          onFatal(error);
        },
      });
    });
  }

  async close(): Promise<void> {
    await this.#subscription?.close();
    await this.#place?.close();
  }

  #write(reached: Reached): void {
    this.#place ??= FilePlace.in(this.keysDirectory) ?? new VaultPlace(this.vault);
    this.#place.write(this.#text.of(reached));
  }
}

/** A file beside the keys, synced each second. */
class FilePlace implements MarkPlace {
  readonly #file: number;
  readonly #timer = setInterval(() => this.#sync(), syncMs).unref();
  #isSynced = false;
  #wasWritten = false;

  private constructor(file: number) {
    this.#file = file;
  }

  /** Null when the directory of the keys is not writable. */
  static in(keysDirectory: string): FilePlace | null {
    try {
      closeSync(openSync(markPathIn(keysDirectory), 'a', 0o600));
      return new FilePlace(openSync(markPathIn(keysDirectory), 'r+'));
    } catch (error) {
      if (['EROFS', 'EACCES', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '')) return null;
      throw error;
    }
  }

  /** When the disk is full, the previous mark stays. */
  write(text: string): void {
    try {
      writeSync(this.#file, text, 0, 'latin1');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      return;
    }
    this.#isSynced = false;
    // The first mark is synced, since without it the next start would refuse the log.
    if (!this.#wasWritten) fdatasyncSync(this.#file);
    this.#wasWritten = true;
  }

  async close(): Promise<void> {
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

/** Writes the mark to the vault at intervals, so that requests do not wait for its disk at every append. */
class VaultPlace implements MarkPlace {
  readonly #vault: Vault;
  #timer: NodeJS.Timeout | null = null;
  #unwritten: string | null = null;
  #wasWritten = false;

  constructor(vault: Vault) {
    this.#vault = vault;
  }

  write(text: string): void {
    this.#unwritten = text;
    if (!this.#wasWritten) void this.#flush();
    this.#wasWritten = true;
    this.#timer ??= setTimeout(() => this.#flush(), vaultWriteMs).unref();
  }

  async close(): Promise<void> {
    await this.#flush();
    if (this.#timer) clearTimeout(this.#timer);
  }

  /** A mark that cannot be stored now is stored with the next. */
  async #flush(): Promise<void> {
    this.#timer = null;
    const text = this.#unwritten;
    this.#unwritten = null;
    if (text !== null) await this.#vault.putLogMark(text).catch(() => (this.#unwritten ??= text));
  }
}
