import { CommanderError } from 'commander';
import { redacted } from '../redaction.js';
import { CliFailure, exitCodes, failureOf } from './exit-codes.js';
import { Printer } from './printer.js';
import { createProgram } from './program.js';
import type { Terminal } from './terminal.js';

/** Runs one call of the command line, and answers its exit code. */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const { program, cli } = createProgram(terminal);
  try {
    refuseSecrets(args);
    await program.parseAsync([...args], { from: 'user' });
    return exitCodes.done.number;
  } catch (error) {
    return exitCodeOf(error, new Printer(terminal, args.includes('--json')));
  } finally {
    cli.secrets.close();
  }
}

function exitCodeOf(error: unknown, print: Printer): number {
  // Commander has said what was wrong; help that was asked for is no failure.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done.number : exitCodes.usage.number;
  const failure = failureOf(error);
  if (failure === null) {
    print.say(redacted((error as Error)?.stack ?? String(error)));
    return exitCodes.failed.number;
  }
  print.failure(failure);
  return exitCodes[failure.exit].number;
}

const secretForms = [/(^|=)kl_[a-z]{2}_/, /(^|=)[0-9a-f]{40}$/, /(^|=)ey[\w-]+\.[\w-]+\.[\w-]*$/];

/** Every user of a machine can read the arguments of every process, and shells keep them. */
function refuseSecrets(args: readonly string[]): void {
  if (!args.some((arg) => secretForms.some((form) => form.test(arg)))) return;
  const why = 'A credential was given as an argument, where every user of this machine can read it, and shells keep it.';
  throw new CliFailure('usage', `${why} Revoke it, and pass the next one in KEYLEDGER_TOKEN or with --token-stdin.`);
}
