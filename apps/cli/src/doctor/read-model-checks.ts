import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { LogView } from '#event-store/embedded/log-view';
import { projections } from '#projections/read-models/stored-read-models';
import { openReadOnly, openUnused } from '#sqlite/sqlite-driver';
import { attempt, type Finding, ok, warn } from './finding.js';

interface CheckpointRow {
  readonly projection: string;
  readonly version: number;
  readonly position: number;
}

/** Checks how far each read model has got, and which events it had to park. */
export async function checkReadModels(view: LogView, dataDirectory: string, isInUse: boolean): Promise<Finding[]> {
  const path = join(dataDirectory, 'read-models.db');
  if (!existsSync(path)) return [ok('read models', 'There are none yet; the next start makes them.')];
  return attempt('read models', 'Delete read-models.db of the stopped server: the next start rebuilds it.', () => {
    const end = Number(view.newest()?.position ?? 0);
    const database = isInUse ? openReadOnly(path) : openUnused(path);
    try {
      const rows = database.prepare('SELECT projection, version, position FROM checkpoints').all() as CheckpointRow[];
      const parked = database.prepare('SELECT projection, count(*) AS events FROM parked_events GROUP BY projection').all();
      const behind = rows.filter(({ position }) => position < end).map(({ projection }) => projection);
      return [progress(rows, behind, isInUse), ...parked.map((each) => parkedFinding(each as ParkedRow))];
    } finally {
      database.close();
    }
  });
}

function progress(rows: readonly CheckpointRow[], behind: readonly string[], isInUse: boolean): Finding {
  const stale = projections.filter(({ name, version }) => rows.find(({ projection }) => projection === name)?.version !== version);
  if (stale.length > 0) return ok('read models', `The next start rebuilds: ${stale.map(({ name }) => name).join(', ')}.`);
  if (behind.length === 0) return ok('read models', 'All have applied the whole log.');
  const names = `Behind the log: ${behind.join(', ')}`;
  if (!isInUse) return ok('read models', `${names}; the next start catches up.`);
  const remedy = 'Run `keyledger projections list` from time to time: if the positions do not advance, read the log of the server.';
  return warn('read models', `${names}.`, remedy);
}

interface ParkedRow {
  readonly projection: string;
  readonly events: number;
}

const parkedFinding = ({ projection, events }: ParkedRow) =>
  warn(
    'read models',
    `${projection} could not read ${events} events, and parked them.`,
    `Rebuild it: keyledger projections rebuild ${projection}`,
  );
