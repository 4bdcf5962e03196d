import { once } from 'node:events';
import type { CliFailure } from './exit-codes.js';
import { exitCodes } from './exit-codes.js';
import { type Fields, picked } from './fields.js';
import { escaped, printable } from './output/printable.js';
import { paintOn } from './output/style.js';
import { type Look, members, table } from './output/table.js';
import type { Terminal } from './terminal.js';

export type Row = Readonly<Record<string, unknown>>;

/** How a command was asked to print. */
export interface Format {
  readonly isJson: boolean;
  /** The members to print as JSON; all of them where nothing is said. */
  readonly fields?: Fields;
  /** Whether times are exact at a terminal, too. */
  readonly isAbsolute?: boolean;
}

/**
 * Results go to standard output, as tables or, with `--json`, as one JSON document; everything else goes to standard error. A terminal gets
 * colours, relative times, and tables of its width; a pipe gets everything whole and exact.
 */
export class Printer {
  constructor(
    private readonly terminal: Terminal,
    private readonly format: Format,
  ) {}

  /** Prints several rows as a table with these columns. */
  list(rows: readonly Row[], columns: readonly string[]): void {
    if (this.format.isJson) return this.#json(rows.map((row) => picked(row, this.format.fields)));
    if (rows.length === 0) return this.say('Nothing.');
    const { text, leftOut } = table(rows, columns, this.#look());
    this.terminal.output.write(text);
    if (leftOut.length > 0) this.say(`The terminal has no room for ${leftOut.join(', ')}; --json has.`);
  }

  /** Prints one object, a member per line. */
  one(thing: Row): void {
    if (this.format.isJson) return this.#json(picked(thing, this.format.fields));
    this.terminal.output.write(members(thing, this.#look()));
  }

  /** A secret that is shown once stands alone on standard output, so that it can be piped to where it is needed. */
  secret(secret: string, answer: Row, explanation: string): void {
    if (this.format.isJson) return this.#json(answer);
    this.say(explanation);
    this.terminal.output.write(`${printable(secret)}\n`);
  }

  /** Reports success when there is no result to show. */
  done(sentence: string, facts: Row): void {
    if (this.format.isJson) return this.#json(facts);
    this.terminal.output.write(`${printable(sentence)}\n`);
  }

  /** Prints an explanation, which is not a result. */
  say(sentence: string): void {
    this.terminal.errors.write(`${printable(sentence)}\n`);
  }

  /** Writes a part of a stream, and waits when the reader is slow (back-pressure). */
  async write(part: string | Uint8Array): Promise<void> {
    if (!this.terminal.output.write(this.#isWatched ? this.#legible(part) : part)) await once(this.terminal.output, 'drain');
  }

  failure({ exit, message, facts }: CliFailure): void {
    const { errors, environment } = this.terminal;
    if (this.format.isJson) {
      const error = { exit: exitCodes[exit].number, message, ...facts };
      errors.write(`${escaped(JSON.stringify({ error }))}\n`);
      return;
    }
    const said = printable(`${message}${facts.code ? ` (${facts.code})` : ''}`);
    errors.write(`${paintOn(errors, environment)('red', 'keyledger:')} ${said}\n`);
    for (const [member, problems] of Object.entries(facts.members ?? {})) this.say(`  ${member}: ${problems.join(', ')}`);
  }

  get #isWatched(): boolean {
    return this.terminal.output.isTTY === true;
  }

  #look(): Look {
    const { output, environment } = this.terminal;
    const paint = paintOn(output, environment);
    if (!this.#isWatched) return { columns: null, nowMs: null, paint };
    return { columns: output.columns ?? null, nowMs: this.format.isAbsolute ? null : Date.now(), paint };
  }

  #json(value: unknown): void {
    const text = `${JSON.stringify(value, null, 2)}\n`;
    this.terminal.output.write(this.#isWatched ? escaped(text) : text);
  }

  /** A character may come in two parts. */
  readonly #decoder = new TextDecoder();

  #legible(part: string | Uint8Array): string {
    const text = typeof part === 'string' ? part : this.#decoder.decode(part, { stream: true });
    return escaped(text.replaceAll('\r\n', '\n'));
  }
}
