/** What each exit code means. Scripts rely on the numbers; docs/reference/cli.md prints the sentences. */
export const exitCodes = {
  done: { number: 0, meaning: 'Done.' },
  failed: { number: 1, meaning: 'The command was refused or failed; the message says why. `doctor` found a problem.' },
  usage: { number: 2, meaning: 'An argument, a setting, or the input at a prompt is not valid.' },
  unreachable: { number: 3, meaning: 'The server cannot be reached, or cannot answer now. Trying again later may help.' },
  notAllowed: { number: 4, meaning: 'Not signed in, or not allowed.' },
  notFound: { number: 5, meaning: 'Something that the command named does not exist.' },
  inUse: { number: 6, meaning: 'Another process uses the data directory.' },
  damaged: { number: 7, meaning: 'The log, the keys or a backup were damaged or changed.' },
  differed: { number: 8, meaning: 'Done, but the comparison found a difference.' },
  interrupted: { number: 130, meaning: 'Interrupted at the terminal.' },
} as const;

export type Exit = keyof typeof exitCodes;

export interface FailureFacts {
  /** The refusal code, when the server refused. */
  readonly code?: string;
  readonly status?: number;
  /** The members of the request that are at fault, each with the reason. */
  readonly members?: Readonly<Record<string, readonly string[]>>;
}

/** An expected failure of a command. The message consists of sentences for the user, and contains no secret. */
export class CliFailure extends Error {
  constructor(
    readonly exit: Exit,
    message: string,
    readonly facts: FailureFacts = {},
  ) {
    super(message);
  }
}

/** Errors of the libraries whose message is written for an operator, by class name. */
const explained: Readonly<Record<string, Exit>> = {
  BackupRefused: 'failed',
  ConfigurationError: 'usage',
  DataDirectoryInUse: 'inUse',
  DataDirectoryUnusable: 'failed',
  KeyFilesRefused: 'damaged',
  LogDamaged: 'damaged',
  LogEndIsForeign: 'damaged',
  LogIsAnother: 'damaged',
  LogIsGone: 'damaged',
  LogIsOlder: 'damaged',
  LogIsUnmarked: 'damaged',
  RebuildImpossible: 'failed',
  VaultRefused: 'damaged',
};

/** Returns the failure to show for an error; null for a bug of this program, whose stack is printed. */
export function failureOf(error: unknown): CliFailure | null {
  if (error instanceof CliFailure) return error;
  if (!(error instanceof Error)) return null;
  const exit = explained[error.constructor.name];
  if (exit) return new CliFailure(exit, error.message);
  if (error.constructor.name === 'Refusal') return new CliFailure('failed', error.message, { code: (error as { code?: string }).code });
  return ofSystem(error as NodeJS.ErrnoException);
}

/** A file that is missing or cannot be written is a problem of the operator's environment, not a bug of this program. */
function ofSystem({ code, syscall, message }: NodeJS.ErrnoException): CliFailure | null {
  return syscall !== undefined && code !== undefined && /^E[A-Z]+$/.test(code) ? new CliFailure('failed', message) : null;
}
