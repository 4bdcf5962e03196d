import type { Readable, Writable } from 'node:stream';

/** What one call of the command line talks to. Handed in, so that tests can stand in for a person at a terminal. */
export interface Terminal {
  readonly input: Readable & { readonly isTTY?: boolean; setRawMode?(isRaw: boolean): unknown };
  /** Results, and nothing else, so that they can be piped. */
  readonly output: Writable & { readonly isTTY?: boolean };
  /** Explanations, questions, progress and errors. */
  readonly errors: Writable & { readonly isTTY?: boolean };
  readonly environment: NodeJS.ProcessEnv;
}

export const processTerminal: Terminal = {
  input: process.stdin,
  output: process.stdout,
  errors: process.stderr,
  environment: process.env,
};
