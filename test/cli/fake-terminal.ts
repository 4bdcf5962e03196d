import { PassThrough } from 'node:stream';
import { expect } from '@jest/globals';
import { eventually } from '../support/eventually.js';

/** A terminal with a person at it, who sees everything and types when asked. */
export class FakeTerminal {
  shown = '';
  printed = '';
  readonly raw: boolean[] = [];
  readonly input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: (isRaw: boolean) => this.raw.push(isRaw) });
  readonly output = Object.assign(
    new PassThrough().on('data', (text) => (this.printed += text)),
    { isTTY: true, columns: 100 },
  );
  readonly errors = Object.assign(
    new PassThrough().on('data', (text) => (this.shown += text)),
    { isTTY: true },
  );

  constructor(readonly environment: Record<string, string>) {}

  /** Waits for the question, then types. */
  async answer(question: string, keys: string): Promise<void> {
    await eventually(() => expect(this.shown).toContain(question));
    // The keys must not be there before the terminal was told not to show them.
    await eventually(() => expect(this.raw.at(-1)).toBe(true));
    this.shown = '';
    this.input.write(keys);
  }
}
