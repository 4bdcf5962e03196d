import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { OfflineReadModels } from '#cli/offline/offline-read-models';
import { SystemClock } from '#event-store/clock';
import { NO_STREAM } from '#event-store/event-store';
import { Config } from '#installation/config';
import { openInstallation } from '#installation/installation';
import { openReadOnly, openSqlite } from '#sqlite/sqlite-driver';
import { drafts } from '../support/events.js';
import { eventually } from '../support/eventually.js';
import { isFullRun } from '../support/full-run.js';
import { ServerProcess } from '../support/server-process.js';

const rounds = isFullRun ? 20 : 1;
const thousands = isFullRun ? 25 : 15;
const names = ['user-directory', 'token-directory', 'service-account-directory', 'allowance-requests', 'deadlines', 'activity-log'];

const pathOf = ({ directory }: ServerProcess) => join(directory, 'read-models.db');

/** A log that takes a while to be read. */
async function lengthen({ directory }: ServerProcess): Promise<void> {
  const onFatal = (error: unknown) => {
    throw error;
  };
  const installation = await openInstallation(Config.from({ KEYLEDGER_DATA_DIR: directory }), new SystemClock(), onFatal);
  for (let i = 0; i < thousands; i += 1) await installation.store.append(`long-${i}`, NO_STREAM, drafts(1000));
  await installation.close();
}

function deleteCheckpoint(server: ServerProcess, name: string): void {
  const database = openSqlite(pathOf(server), { journalMode: 'wal', synchronous: 'normal' });
  database.prepare('DELETE FROM checkpoints WHERE projection = ?').run(name);
  database.close();
}

function positions(server: ServerProcess): Map<string, number> {
  const database = openReadOnly(pathOf(server));
  const rows = database.prepare('SELECT projection, position FROM checkpoints').all() as { projection: string; position: number }[];
  database.close();
  return new Map(rows.map(({ projection, position }) => [projection, position]));
}

/** Starts a server on the directory without this checkpoint, kills it once there is one again, and answers how far that is. */
async function killedWhileCatchingUp(server: ServerProcess, name: string): Promise<number> {
  deleteCheckpoint(server, name);
  const started = await ServerProcess.launch({ directory: server.directory });
  await eventually(() => expect(positions(server).get(name) ?? 0).toBeGreaterThan(0));
  await started.kill9();
  return positions(server).get(name) as number;
}

describe('A server that is killed while one read model catches up beside the others', () => {
  it(`goes on from where that one was, and each is what the log makes of it, in each of ${rounds} rounds (SR-54)`, async () => {
    const server = await ServerProcess.start();
    await server.stop();
    await lengthen(server);
    for (let round = 0; round < rounds; round += 1) {
      await server.restart();
      await server.stop();
      const name = names[(round + 4) % names.length];
      const end = positions(server).get(names[round % 4]) as number;
      // On a busy machine the server may be done when it is killed, and then it is tried again.
      while ((await killedWhileCatchingUp(server, name)) >= end);
      expect(positions(server).get(names[round % 4])).toBeGreaterThanOrEqual(end);
    }
    await server.restart();
    await server.stop();
    const progress = { at: () => {}, stop: () => {} };
    const rebuilt = await new OfflineReadModels(Config.from({ KEYLEDGER_DATA_DIR: server.directory }), () => progress as never).rebuild(
      null,
    );
    expect(rebuilt.map(({ projection, differed }) => [projection, differed])).toEqual(names.map((name) => [name, false]));
    await server.remove();
  });
});
