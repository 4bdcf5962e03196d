import { CliFailure, exitCodes } from './exit-codes.js';
import { Printer } from './printer.js';
import { run } from './run.js';
import { processTerminal } from './terminal.js';

process.umask(0o077);
// Anyone who reads the output may have read enough, as `head` does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(exitCodes.done.number);
  const print = new Printer(processTerminal, process.argv.includes('--json'));
  print.failure(new CliFailure('failed', `Standard output cannot be written: ${error.message}`));
  process.exit(exitCodes.failed.number);
});
// The exit code says it all the same to anyone who does not read the errors.
process.stderr.on('error', () => {});
process.exitCode = await run(process.argv.slice(2), processTerminal);
