import { SystemClock } from '#event-store/clock';
import { Config } from '#installation/config';
import { openInstallation } from '#installation/installation';
import { Logger } from '#installation/logger';
import { endAfterFailedStart, endAfterFatal, endOnSignal } from '#installation/process-end';
import { ProjectionRunner } from '#projections/read-models/feed/projection-runner';
import { Worker } from './worker.js';

/** The worker alone must not begin or decide this. */
class WorkerRefused extends Error {}

/**
 * Runs the worker in a process of its own until it gets a signal: it feeds the read models and records what follows from events. A data
 * directory belongs to one process, so with the embedded profile it runs only while no server does.
 */
export async function runAlone(): Promise<void> {
  process.umask(0o077);
  await start().catch(endAfterFailedStart);
}

async function start(): Promise<void> {
  const config = Config.from(process.env);
  const installation = await openInstallation(config, new SystemClock(), endAfterFatal);
  const { store, readModels, problem } = installation;
  if (problem || (await store.head()) === null) {
    await installation.close();
    throw problem ?? new WorkerRefused(`There is no log in ${config.dataDirectory} yet: the server begins it.`);
  }
  const runner = new ProjectionRunner(store, readModels, undefined, endAfterFatal);
  const worker = new Worker(installation, new Logger(config));
  await runner.start();
  worker.start();
  for (const warning of config.warnings) process.stdout.write(`Warning: ${warning}\n`);
  process.stdout.write(`The worker of Keyledger runs (data in ${config.dataDirectory}).\n`);
  endOnSignal(async () => {
    await worker.stop();
    await runner.stop();
    await installation.close();
  });
}
