import { CommanderError } from 'commander';
import { redacted } from '#installation/redaction';
import { withoutHelpOnNothing } from './command-words.js';
import { CliFailure, exitCodes, failureOf } from './exit-codes.js';
import { wantsJson, withJsonApart } from './fields.js';
import { Printer } from './printer.js';
import { createProgram, withoutValues } from './program.js';
import type { Terminal } from './terminal.js';

/** Runs one invocation of the command line and returns its exit code. */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  const isJson = wantsJson(args);
  const { program, cli } = createProgram(terminal, isJson);
  try {
    refuseSecrets(args);
    await program.parseAsync([...withoutHelpOnNothing(program, withJsonApart(program, args))], { from: 'user' });
    return exitCodes.done.number;
  } catch (error) {
    return exitCodeOf(error, new Printer(terminal, { isJson }), isJson);
  } finally {
    cli.secrets.close();
  }
}

function exitCodeOf(error: unknown, print: Printer, isJson: boolean): number {
  // Requested help is not a failure.
  if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.done.number;
  // Commander has already printed the problem.
  if (error instanceof CommanderError && !isJson) return exitCodes.usage.number;
  const failure = error instanceof CommanderError ? ofCommander(error) : (failureOf(error) ?? fault(error));
  print.failure(failure);
  return exitCodes[failure.exit].number;
}

function ofCommander({ message }: CommanderError): CliFailure {
  return new CliFailure('usage', withoutValues(message.replace(/^error: /, '')));
}

const fault = (error: unknown) => new CliFailure('failed', redacted((error as Error)?.stack ?? String(error)));

const secretForms = [/(^|=)kl_[a-z]{2}_/, /(^|=)[0-9a-f]{40}$/, /(^|=)ey[\w-]+\.[\w-]+\.[\w-]*$/];

/** Every user of a machine can read the arguments of every process, and shells keep them. */
function refuseSecrets(args: readonly string[]): void {
  if (!args.some((arg) => secretForms.some((form) => form.test(arg)))) return;
  const why = 'A credential was given as an argument, where every user of this machine can read it, and shells keep it.';
  throw new CliFailure('usage', `${why} Revoke it, and pass the next one in KEYLEDGER_TOKEN or with --token-stdin.`);
}
