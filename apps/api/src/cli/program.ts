import { Command } from 'commander';
import { productVersion } from '../edge/openapi/version.js';
import { activityCommand } from './activity.command.js';
import { dataDirectoryCommands } from './backup.command.js';
import { CommandLine } from './command-line.js';
import { doctorCommand } from './doctor.command.js';
import { exitCodes } from './exit-codes.js';
import { keysCommand } from './keys.command.js';
import { organizationCommand } from './organization.command.js';
import { projectionsCommand } from './projections.command.js';
import { serviceAccountsCommand } from './service-accounts.command.js';
import { sessionCommands } from './session.command.js';
import type { Terminal } from './terminal.js';
import { tokensCommand } from './tokens.command.js';
import { usersCommand } from './users.command.js';
import { verifiersCommand } from './verifiers.command.js';

const helpColumns = 110;

/** Every command there is. docs/reference/cli.md is made from their help. With `isJson` whoever runs it prints its errors. */
export function createProgram(terminal: Terminal, isJson = false): { program: Command; cli: CommandLine } {
  const program = new Command('keyledger');
  const cli = new CommandLine(terminal);
  program.description('The command line of Keyledger: asks a running server, or works on the data directory of a stopped one.');
  program.version(productVersion, '-V, --version', 'print the version of Keyledger');
  // What stands behind a command is of it alone: `backup` and `backup prune` have options of the same names.
  program.enablePositionalOptions();
  program.exitOverride().configureHelp({ helpWidth: helpColumns }).helpCommand(false);
  program.configureOutput({
    writeOut: (text) => terminal.output.write(text),
    writeErr: (text) => terminal.errors.write(text),
    outputError: (text, write) => isJson || write(withoutValues(text)),
  });
  program.addHelpText('after', `\nExit codes:\n${exitCodesInLines()}`);
  doctorCommand(program, cli);
  sessionCommands(program, cli);
  organizationCommand(program, cli);
  usersCommand(program, cli);
  tokensCommand(program, cli);
  serviceAccountsCommand(program, cli);
  verifiersCommand(program, cli);
  activityCommand(program, cli);
  keysCommand(program, cli);
  projectionsCommand(program, cli);
  dataDirectoryCommands(program, cli);
  return { program, cli };
}

/** What was typed behind an option that does not exist may be a secret. */
export const withoutValues = (text: string) => text.replace(/'(--?[\w-]+)=[^']*'/, "'$1'");

const exitCodesInLines = () =>
  Object.values(exitCodes)
    .map(({ number, meaning }) => `${String(number).padStart(5)}  ${meaning}`)
    .join('\n');
