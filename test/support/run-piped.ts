import { PassThrough, Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { run } from '#cli/run';

export interface Ended {
  /** Null where a signal ended a process. */
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

/** Runs the command line in this process, at no terminal and with nothing of our environment. `input` is what standard input holds. */
export async function runPiped(args: readonly string[], environment: Record<string, string> = {}, input = ''): Promise<Ended> {
  const streams = { output: new PassThrough(), errors: new PassThrough() };
  const written = Promise.all([text(streams.output), text(streams.errors)]);
  const code = await run(args, { ...streams, input: Readable.from([Buffer.from(input)]), environment });
  for (const stream of Object.values(streams)) stream.end();
  const [output, errors] = await written;
  return { code, output, errors };
}
