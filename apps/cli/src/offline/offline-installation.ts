import type { Actor } from '#event-store/envelope';
import 'reflect-metadata';
import { newId } from '#api/edge/ids';
import { recogniseRestore } from '#api/features/backup/declare-restore';
import * as InstallationStream from '#domain/installation';
import { SystemClock } from '#event-store/clock';
import type { Origin } from '#event-store/origin';
import type { Config } from '#installation/config';
import { type Installation, type OpenOptions, openInstallation } from '#installation/installation';
import { CliFailure } from '../exit-codes.js';
import { requireLog } from './offline-directory.js';

/**
 * Opens a data directory that no server uses, with all checks of a server's start, and runs `work` on it. Events that it appends have an
 * actor that names the host and the operating-system account.
 */
export async function withOfflineInstallation<T>(
  config: Config,
  work: (installation: Installation, origin: Origin) => Promise<T>,
  options: OpenOptions = {},
): Promise<T> {
  const { dataDirectory } = config;
  requireLog(dataDirectory);
  const onFatal = (error: unknown) => {
    throw error;
  };
  const installation = await openInstallation(config, new SystemClock(), onFatal, options);
  try {
    const origin = hostOrigin();
    const { state } = await installation.ledger.on(InstallationStream.stream()).load();
    if (!state.created) throw new CliFailure('failed', `The event log in ${dataDirectory} is empty. Start the server once.`);
    await recogniseRestore(installation, origin);
    return await work(installation, origin);
  } finally {
    await installation.close();
  }
}

function hostOrigin(): Origin {
  const actor: Actor = { kind: 'cli', id: `uid-${process.getuid?.() ?? 'unknown'}` };
  return { actor, organizationId: null, correlationId: newId(), causationId: null, requestId: null };
}
