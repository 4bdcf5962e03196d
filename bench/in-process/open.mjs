import 'reflect-metadata';
import { createApp } from '#api/app';
import { newId } from '#api/edge/ids';
import { SystemClock } from '#event-store/clock';
import { Config } from '#installation/config';
import { openInstallation } from '#installation/installation';
import { settingsOf } from '../measure/server.mjs';

function fail(error) {
  throw error;
}

/** Opens files, keys and index of a data directory, without a server. */
export const openDirectory = (directory) => openInstallation(Config.from(settingsOf(directory)), new SystemClock(), fail);

/** The whole application in this process, except that it does not listen. */
export async function openApp(directory) {
  const installation = await openDirectory(directory);
  const app = await createApp(installation, () => {}, fail);
  return { ...app, installation };
}

/** The origin of the benchmarks' own events and commands. */
export const originIn = (organizationId) => {
  const actor = { kind: 'cli', id: 'bench' };
  return { actor, organizationId, correlationId: newId(), causationId: null, requestId: null };
};
