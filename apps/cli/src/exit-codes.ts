/** What each exit code means. Scripts rely on the numbers; docs/reference/cli.md prints the sentences. */
export const exitCodes = {
  done: { number: 0, meaning: 'Done.' },
  failed: { number: 1, meaning: 'Refused, or failed; the message says why. Of `doctor`: something is wrong.' },
  usage: { number: 2, meaning: 'The command line, a setting, or what was typed at a prompt cannot be used.' },
  unreachable: { number: 3, meaning: 'The server cannot be reached, or cannot answer now. Trying again later may help.' },
  notAllowed: { number: 4, meaning: 'Not signed in, or not allowed.' },
  notFound: { number: 5, meaning: 'What was named does not exist.' },
  inUse: { number: 6, meaning: 'Another process uses the data directory.' },
  damaged: { number: 7, meaning: 'The log, the keys or a backup are not what was once written.' },
  differed: { number: 8, meaning: 'Done, but what was compared was not the same.' },
  interrupted: { number: 130, meaning: 'Interrupted at the terminal.' },
} as const;

export type Exit = keyof typeof exitCodes;

export interface FailureFacts {
  /** Code of the refusal, when the server refused. */
  readonly code?: string;
  readonly status?: number;
  /** Which member of the request is at fault, and why. */
  readonly members?: Readonly<Record<string, readonly string[]>>;
}

/** An expected end of a command. The message is one or more sentences for anyone who typed it, and holds no secret. */
export class CliFailure extends Error {
  constructor(
    readonly exit: Exit,
    message: string,
    readonly facts: FailureFacts = {},
  ) {
    super(message);
  }
}

/** Errors of other parts that are written for an operator, by the name of their class. */
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

/** What a command ended with, as a failure that can be shown; null for a fault of this program, whose stack is wanted. */
export function failureOf(error: unknown): CliFailure | null {
  if (error instanceof CliFailure) return error;
  if (!(error instanceof Error)) return null;
  const exit = explained[error.constructor.name];
  if (exit) return new CliFailure(exit, error.message);
  if (error.constructor.name === 'Refusal') return new CliFailure('failed', error.message, { code: (error as { code?: string }).code });
  return ofSystem(error as NodeJS.ErrnoException);
}

/** A file that is not there or cannot be written is the operator's to mend, not a fault of this program. */
function ofSystem({ code, syscall, message }: NodeJS.ErrnoException): CliFailure | null {
  return syscall !== undefined && code !== undefined && /^E[A-Z]+$/.test(code) ? new CliFailure('failed', message) : null;
}
