import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Position } from '#event-store/envelope';

/** How far a log is known to have got. */
export interface Reached {
  /** 0 while the log was empty. */
  readonly position: Position;
  /** The mark of that position, as `EventStore.mark` returns it; empty while the log was empty. */
  readonly mark: string;
}

/** A mark that was found, and whether it is authentic. */
export type FoundMark =
  | ({ readonly kind: 'authentic'; readonly path: string } & Reached)
  /** A mark of version 0.1.0, which had no MAC, so that anyone could have written it. */
  | { readonly kind: 'old'; readonly path: string; readonly logId: string; readonly position: Position }
  | { readonly kind: 'unauthentic'; readonly path: string };

const form = 'mark-2';
const positionDigits = 20;
/** The length is constant, so that a new mark fully overwrites the old one; and it fits one disk sector, which is written atomically. */
const textLength = 400;

/** Marks as they are written beside the keys, with a MAC that nobody can make without the key. */
export class MarkText {
  constructor(private readonly key: Uint8Array) {}

  of({ position, mark }: Reached): string {
    const said = `${form} ${String(position).padStart(positionDigits, '0')} ${mark || '-'}`;
    return `${`${said} ${this.#codeOf(said).toString('base64url')}`.padEnd(textLength - 1)}\n`;
  }

  /** @param path where the mark lay, for the message to the operator */
  read(text: string, path: string): FoundMark {
    const line = text.split('\n', 1)[0].trimEnd();
    const [, logId, at] = /^([0-9a-f-]{36}) (\d+)$/.exec(line) ?? [];
    if (logId) return { kind: 'old', path, logId, position: BigInt(at) };
    const [, said, position, mark, code] = /^(\S+ (\d+) (\S+)) (\S+)$/.exec(line) ?? [];
    if (!said || !this.#isCode(said, code)) return { kind: 'unauthentic', path };
    return { kind: 'authentic', path, position: BigInt(position), mark: mark === '-' ? '' : mark };
  }

  #isCode(said: string, code: string): boolean {
    const [given, expected] = [Buffer.from(code, 'base64url'), this.#codeOf(said)];
    return given.length === expected.length && timingSafeEqual(given, expected);
  }

  #codeOf(said: string): Buffer {
    return createHmac('sha256', this.key).update(said).digest();
  }
}
