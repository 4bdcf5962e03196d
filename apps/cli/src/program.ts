import { Command } from 'commander';
import { productVersion } from '#installation/version';
import { CommandLine } from './command-line.js';
import { activityCommand } from './commands/activity.command.js';
import { apiKeysCommand } from './commands/api-keys.command.js';
import { dataDirectoryCommands } from './commands/backup.command.js';
import { completionCommand } from './commands/completion.command.js';
import { doctorCommand } from './commands/doctor.command.js';
import { helpCommand } from './commands/help.command.js';
import { keysCommand } from './commands/keys.command.js';
import { organizationCommand } from './commands/organization.command.js';
import { permissionsCommand } from './commands/permissions.command.js';
import { projectionsCommand } from './commands/projections.command.js';
import { serviceAccountsCommand } from './commands/service-accounts.command.js';
import { sessionCommands, sessionsCommand } from './commands/session.command.js';
import { summaryCommand } from './commands/summary.command.js';
import { tokensCommand } from './commands/tokens.command.js';
import { usersCommand } from './commands/users.command.js';
import { verifiersCommand } from './commands/verifiers.command.js';
import { whoamiCommand } from './commands/whoami.command.js';
import { exitCodes } from './exit-codes.js';
import { printable } from './output/printable.js';
import { hasColours, painted } from './output/style.js';
import type { Terminal } from './terminal.js';

const helpColumns = 110;

/**
 * The command line with every command; docs/reference/cli.md is generated from its help. With `isJson` the caller prints the errors instead
 * of commander.
 */
export function createProgram(terminal: Terminal, isJson = false): { program: Command; cli: CommandLine } {
  const program = new Command('keyledger');
  const cli = new CommandLine(terminal);
  program.description('The command line of Keyledger: asks a running server, or works on the data directory of a stopped one.');
  program.version(productVersion, '-V, --version', 'print the version of Keyledger');
  // Options after a subcommand belong to it: `backup` and `backup prune` have options of the same names.
  program.enablePositionalOptions();
  program
    .exitOverride()
    .configureHelp({ helpWidth: helpColumns, styleTitle: (title) => painted('bold', title) })
    .helpCommand(false);
  program.configureOutput({
    writeOut: (text) => terminal.output.write(text),
    writeErr: (text) => terminal.errors.write(text),
    outputError: (text, write) => isJson || write(printable(withoutValues(text))),
    // Without them, commander takes the styles out again.
    getOutHasColors: () => hasColours(terminal.output, terminal.environment),
    getErrHasColors: () => hasColours(terminal.errors, terminal.environment),
  });
  program.addHelpText('after', `\nExit codes:\n${exitCodesInLines()}`);
  doctorCommand(program, cli);
  sessionCommands(program, cli);
  whoamiCommand(program, cli);
  sessionsCommand(program, cli);
  permissionsCommand(program, cli);
  summaryCommand(program, cli);
  organizationCommand(program, cli);
  usersCommand(program, cli);
  tokensCommand(program, cli);
  apiKeysCommand(program, cli);
  serviceAccountsCommand(program, cli);
  verifiersCommand(program, cli);
  activityCommand(program, cli);
  keysCommand(program, cli);
  projectionsCommand(program, cli);
  dataDirectoryCommands(program, cli);
  completionCommand(program, cli);
  helpCommand(program);
  return { program, cli };
}

/** The value typed after an unknown option may be a secret. */
export const withoutValues = (text: string) => text.replace(/'(--?[\w-]+)=[^']*'/, "'$1'");

const exitCodesInLines = () =>
  Object.values(exitCodes)
    .map(({ number, meaning }) => `${String(number).padStart(5)}  ${meaning}`)
    .join('\n');
