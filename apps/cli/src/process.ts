import { CliFailure, exitCodes } from './exit-codes.js';
import { wantsJson } from './fields.js';
import { Printer } from './printer.js';
import { run } from './run.js';
import { processTerminal } from './terminal.js';

process.umask(0o077);
// The reader of the output may close it early, as `head` does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(exitCodes.done.number);
  const print = new Printer(processTerminal, { isJson: wantsJson(process.argv) });
  print.failure(new CliFailure('failed', `Standard output cannot be written: ${error.message}`));
  process.exit(exitCodes.failed.number);
});
// When nobody reads standard error, the exit code still tells the result.
process.stderr.on('error', () => {});
process.exitCode = await run(process.argv.slice(2), processTerminal);
