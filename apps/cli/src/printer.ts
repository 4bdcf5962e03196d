import { once } from 'node:events';
import type { CliFailure } from './exit-codes.js';
import { exitCodes } from './exit-codes.js';
import type { Terminal } from './terminal.js';

export type Row = Readonly<Record<string, unknown>>;

/** Results go to standard output, as tables or, with `--json`, as one JSON document; everything else goes to standard error. */
export class Printer {
  constructor(
    private readonly terminal: Terminal,
    private readonly isJson: boolean,
  ) {}

  /** Prints several rows as a table with these columns. */
  list(rows: readonly Row[], columns: readonly string[]): void {
    if (this.isJson) return this.#json(rows);
    if (rows.length === 0) return this.say('Nothing.');
    this.terminal.output.write(table(rows, columns));
  }

  /** Prints one object, a member per line. */
  one(thing: Row): void {
    if (this.isJson) return this.#json(thing);
    const members = Object.entries(thing).map(([member, value]) => ({ member, value }));
    this.terminal.output.write(lines(members.map((row) => [row.member, cell(row.value)])));
  }

  /** A secret that is shown once stands alone on standard output, so that it can be piped to where it is needed. */
  secret(secret: string, answer: Row, explanation: string): void {
    if (this.isJson) return this.#json(answer);
    this.say(explanation);
    this.terminal.output.write(`${secret}\n`);
  }

  /** Reports success when there is no result to show. */
  done(sentence: string, facts: Row): void {
    if (this.isJson) return this.#json(facts);
    this.terminal.output.write(`${printable(sentence)}\n`);
  }

  /** Prints an explanation, which is not a result. */
  say(sentence: string): void {
    this.terminal.errors.write(`${printable(sentence)}\n`);
  }

  /** Writes a part of a stream, and waits when the reader is slow (back-pressure). */
  async write(text: string | Uint8Array): Promise<void> {
    if (!this.terminal.output.write(text)) await once(this.terminal.output, 'drain');
  }

  failure({ exit, message, facts }: CliFailure): void {
    const members = Object.entries(facts.members ?? {});
    if (this.isJson) {
      const error = { exit: exitCodes[exit].number, message, ...facts };
      this.terminal.errors.write(`${JSON.stringify({ error })}\n`);
      return;
    }
    this.say(`keyledger: ${message}${facts.code ? ` (${facts.code})` : ''}`);
    for (const [member, problems] of members) this.say(`  ${member}: ${problems.join(', ')}`);
  }

  #json(value: unknown): void {
    this.terminal.output.write(`${JSON.stringify(value, null, 2)}\n`);
  }
}

function table(rows: readonly Row[], columns: readonly string[]): string {
  return lines([columns.map(heading), ...rows.map((row) => columns.map((column) => cell(row[column])))]);
}

function lines(cells: readonly (readonly string[])[]): string {
  const widths = cells[0].map((_, column) => Math.max(...cells.map((row) => row[column].length)));
  return cells
    .map(
      (row) =>
        `${row
          .map((text, column) => text.padEnd(widths[column]))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}

/** `createdAt` → `CREATED AT`. */
const heading = (column: string) => column.replace(/([A-Z])/g, ' $1').toUpperCase();

function cell(value: unknown): string {
  if (value === null || value === undefined || value === '') return '-';
  if (Array.isArray(value)) return value.length === 0 ? '-' : value.map(cell).join(',');
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return printable(text.replace(/[\n\u2028\u2029]/g, ' '));
}

/** Control characters in other people's texts must not move the cursor or colour the output. */
const printable = (text: string) => text.replace(/(?!\n)\p{C}/gu, '\ufffd');
