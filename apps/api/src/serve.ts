import 'reflect-metadata';
import { SystemClock } from '#event-store/clock';
import { Config } from '#installation/config';
import { openInstallation } from '#installation/installation';
import { endAfterFailedStart, endAfterFatal, endOnSignal } from '#installation/process-end';
import { createApp } from './app.js';
import { announceOwner, firstSteps, passwordStays } from './bootstrap/greeting.js';
import { listenableAddress } from './listen-address.js';

const print = (line: string) => process.stdout.write(`${line}\n`);

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
  for (const warning of config.warnings) print(`Warning: ${warning}`);
  if (bootstrapPassword) print(passwordStays());
  print(`Keyledger listens on ${url} (data in ${config.dataDirectory}). Sign in at ${url}/user/login/, read the API at ${url}/docs.`);
  if (app.firstOwner) print(['Try it:', ...firstSteps(config, app.firstOwner, url, isTerminal)].join('\n'));
  endOnSignal(app.close);
}

/** Starts the server. `bootstrapPassword` is what the environment held of the first owner's password. */
export async function serve(bootstrapPassword: string | undefined): Promise<void> {
  process.umask(0o077);
  await start(bootstrapPassword).catch(endAfterFailedStart);
}
