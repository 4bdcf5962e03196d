import 'reflect-metadata';
import { SystemClock } from '#event-store/clock';
import { Config } from '#installation/config';
import { openInstallation } from '#installation/installation';
import { redacted } from '#installation/redaction';
import { createApp } from './app.js';
import { announceOwner, firstSteps, passwordStays } from './bootstrap/greeting.js';
import { listenableAddress } from './listen-address.js';

const drainSecondsMax = 8;

const print = (line: string) => process.stdout.write(`${line}\n`);

/** A disk that failed once is not trusted again: the next start reads what is really there. */
function endAfterFatal(error: unknown): void {
  process.stderr.write(redacted(`Keyledger stops: ${(error as Error)?.message ?? error}\n`));
  process.exit(1);
}

async function start(bootstrapPassword: string | undefined): Promise<void> {
  const config = Config.from({ ...process.env, KEYLEDGER_BOOTSTRAP_PASSWORD: bootstrapPassword });
  const isTerminal = process.stdout.isTTY === true;
  const address = await listenableAddress(config);
  const installation = await openInstallation(config, new SystemClock(), endAfterFatal);
  const app = await createApp(installation, (owner) => announceOwner(config, owner, isTerminal, print), endAfterFatal);
  await app.nest.listen(config.values.PORT, address);
  const url = (await app.nest.getUrl()).replace('[::1]', 'localhost');
  if (config.isPlainHttpExposed)
    print('Warning: tokens travel unencrypted. Put a proxy with https in front, and set KEYLEDGER_PUBLIC_URL.');
  if (bootstrapPassword) print(passwordStays());
  print(`Keyledger listens on ${url} (data in ${config.dataDirectory}). Sign in at ${url}/user/login/, read the API at ${url}/docs.`);
  if (app.firstOwner) print(['Try it:', ...firstSteps(config, app.firstOwner, url, isTerminal)].join('\n'));
  endOnSignal(app.close);
}

/** Finishes what was accepted, then goes. A signal to the group comes twice, by npm too; a drain that takes too long is cut off. */
function endOnSignal(close: () => Promise<void>): void {
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
]);

/** Starts the server. `bootstrapPassword` is what the environment held of the first owner's password. */
export async function serve(bootstrapPassword: string | undefined): Promise<void> {
  process.umask(0o077);
  await start(bootstrapPassword).catch((error: Error) => {
    // What stops a start is written for anyone who operates it; only a fault of the program needs its stack.
    const isExplained = explained.has(error.constructor.name);
    const isPortTaken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
    process.stderr.write(redacted(`Keyledger cannot start: ${isExplained || isPortTaken ? error.message : error.stack}\n`));
    process.exit(1);
  });
}
