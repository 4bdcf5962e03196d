import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '#installation/config';
import { CliFailure } from '../exit-codes.js';
import type { Terminal } from '../terminal.js';

/** The configuration with which a server would use the directory. */
export async function directoryConfig(options: { readonly dataDir?: string }, { environment }: Terminal): Promise<Config> {
  // Most commands only ask a server, and start without what reads the settings of one.
  const { Config } = await import('#installation/config');
  return Config.from(options.dataDir ? { ...environment, KEYLEDGER_DATA_DIR: options.dataDir } : environment);
}

/** @throws CliFailure when no server has ever written to the directory, or this user may not read it */
export function requireLog(dataDirectory: string): void {
  if (hasLog(dataDirectory)) return;
  throw new CliFailure('failed', `There is no event log in ${dataDirectory}. Name another with --data-dir, or start the server once.`);
}

function hasLog(dataDirectory: string): boolean {
  try {
    return statSync(join(dataDirectory, 'events.db'), { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    throw new CliFailure('failed', `${(error as Error).message}. Run this as the user of the server.`);
  }
}
