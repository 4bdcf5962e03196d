import { PassThrough } from 'node:stream';
import { expect } from '@jest/globals';
import { run } from '#cli/run';
import { eventually } from '../support/eventually.js';
import type { Ended } from './keyledger.js';

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

/** Runs an invocation within this process, whose output is piped. */
export async function runPiped(args: readonly string[], environment: Record<string, string> = {}, input = ''): Promise<Ended> {
  const printed = { output: '', errors: '' };
  const output = new PassThrough().on('data', (text) => (printed.output += text));
  const errors = new PassThrough().on('data', (text) => (printed.errors += text));
  const code = await run(args, { input: new PassThrough().end(input), output, errors, environment });
  return { code, ...printed };
}
