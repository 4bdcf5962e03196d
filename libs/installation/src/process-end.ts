import { redacted } from './redaction.js';

const drainSecondsMax = 8;

/** Errors that stop a start and whose message is written for the operator; for any other error the stack is printed. */
const explained = new Set([
  'ConfigurationError',
  'DataDirectoryInUse',
  'DataDirectoryUnusable',
  'KeyFilesRefused',
  'LogDamaged',
  'LogEndIsForeign',
  'LogIsAnother',
  'LogIsGone',
  'LogIsOlder',
  'LogIsUnmarked',
  'VaultRefused',
  'WorkerRefused',
]);

/** A disk that failed once is not trusted again: the next start reads what is really there. */
export function endAfterFatal(error: unknown): void {
  process.stderr.write(redacted(`Keyledger stops: ${(error as Error)?.message ?? error}\n`));
  process.exit(1);
}

/** Ends a process that could not start, and prints the reason. */
export function endAfterFailedStart(error: Error): void {
  const isPortTaken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
  const isExplained = explained.has(error.constructor.name) || isPortTaken;
  process.stderr.write(redacted(`Keyledger cannot start: ${isExplained ? error.message : error.stack}\n`));
  process.exit(1);
}

/**
 * Finishes the accepted work and then exits. A signal to the process group arrives twice, since npm forwards it; a drain that takes too
 * long is cut off.
 */
export function endOnSignal(close: () => Promise<void>): void {
  let isClosing = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (isClosing) return;
      isClosing = true;
      setTimeout(() => process.exit(1), drainSecondsMax * 1000).unref();
      close().then(
        () => process.exit(0),
        (error) => endAfterFatal(error),
      );
    });
  }
}
