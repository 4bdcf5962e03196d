import type { Command } from 'commander';
import { CliFailure } from './exit-codes.js';
import { addJsonOption, chosenFields, type Fields } from './fields.js';
import { Printer } from './printer.js';
import { ApiClient } from './remote/api-client.js';
import { credentialIn } from './remote/credential-text.js';
import { ApiCredentials, SessionCredentials } from './remote/credentials.js';
import { serverUrl } from './remote/server-url.js';
import { SessionFile } from './remote/session-file.js';
import { SecretInput } from './secret-input.js';
import type { Terminal } from './terminal.js';

/** One invocation of a command, as its action receives it. */
export interface Call {
  readonly args: readonly string[];
  // biome-ignore lint/suspicious/noExplicitAny: what an option is follows from its declaration a few lines above its use.
  readonly options: Record<string, any>;
  readonly print: Printer;
  readonly secrets: SecretInput;
  readonly terminal: Terminal;
}

export interface ServerCall extends Call {
  readonly api: ApiClient;
  readonly sessions: SessionFile;
}

/** Adds the shared options to commands, and passes their meaning to the actions. */
export class CommandLine {
  readonly secrets: SecretInput;

  constructor(readonly terminal: Terminal) {
    this.secrets = new SecretInput(terminal);
  }

  /**
   * Registers a command that sends requests to a running server, with a session or an API credential. `fields` are the members of what it
   * prints, if some of them can be chosen; a command that changes something prints all.
   */
  onServer(command: Command, act: (call: ServerCall) => Promise<void>, fields?: Fields): void {
    command
      .option('--url <url>', 'address of the server (KEYLEDGER_URL); by default http://127.0.0.1:8080')
      .option('--token-stdin', 'read a credential from the first line of standard input (KEYLEDGER_TOKEN)')
      .option('--password-stdin', 'read your password from the last line of standard input, when it is needed');
    const onServer = async (call: Call) => {
      const url = serverUrl(call.options.url, this.terminal.environment);
      const sessions = new SessionFile(this.terminal.environment);
      const credentials = await this.#credentials(url, sessions, call.options);
      await act({ ...call, api: new ApiClient(url, credentials), sessions });
    };
    this.plain(command, onServer, fields);
  }

  /** A command that works on a data directory which no server uses. */
  onDirectory(command: Command, act: (call: Call) => Promise<void>): void {
    command.option('--data-dir <directory>', 'the data directory (KEYLEDGER_DATA_DIR); the server must be stopped');
    this.plain(command, act);
  }

  plain(command: Command, act: (call: Call) => Promise<void>, fields?: Fields): void {
    addJsonOption(command, fields);
    command.action(async () => {
      const { secrets, terminal } = this;
      requireValues(command);
      const options = command.opts();
      const format = { isJson: options.json !== undefined, fields: chosenFields(command), isAbsolute: options.absolute === true };
      const print = new Printer(terminal, format);
      await act({ args: command.args, options, print, secrets, terminal });
    });
  }

  async #credentials(url: string, sessions: SessionFile, options: Call['options']) {
    const { KEYLEDGER_TOKEN: inEnvironment } = this.terminal.environment;
    if (options.tokenStdin) return new ApiCredentials(url, await this.secrets.nextCredential());
    if (inEnvironment) return new ApiCredentials(url, credentialIn(inEnvironment, 'KEYLEDGER_TOKEN'));
    return new SessionCredentials(url, sessions, this.secrets, options.passwordStdin === true);
  }
}

/** An empty value is usually an unset shell variable, and must mean neither the default nor everything. */
function requireValues(command: Command): void {
  const option = command.options.find((each) => [command.getOptionValue(each.attributeName())].flat().includes(''));
  if (option) throw new CliFailure('usage', `The value of ${option.long} is empty.`);
  if (command.args.includes('')) throw new CliFailure('usage', 'An argument is empty.');
}
