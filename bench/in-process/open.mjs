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

/** The files of a data directory, its keys and its index, without a server. */
export const openDirectory = (directory) => openInstallation(Config.from(settingsOf(directory)), new SystemClock(), fail);

/** The whole application in this process, except that it does not listen. */
export async function openApp(directory) {
  const installation = await openDirectory(directory);
  const app = await createApp(installation, () => {}, fail);
  return { ...app, installation };
}

/** What the benchmarks' own events and commands were asked for by. */
export const originIn = (organizationId) => {
  const actor = { kind: 'cli', id: 'bench' };
  return { actor, organizationId, correlationId: newId(), causationId: null, requestId: null };
};
