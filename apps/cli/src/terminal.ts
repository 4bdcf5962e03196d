import type { Readable, Writable } from 'node:stream';

/** The streams and environment of one invocation. They are passed in, so that a test can act as a user at a terminal. */
export interface Terminal {
  readonly input: Readable & { readonly isTTY?: boolean; setRawMode?(isRaw: boolean): unknown };
  /** Only results, so that they can be piped. */
  readonly output: Writable & { readonly isTTY?: boolean; readonly columns?: number };
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
