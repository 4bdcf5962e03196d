import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deriveKey, type KeyFiles } from '#credentials/key-files';
import type { LogView } from '#event-store/embedded/log-view';
import { paces, rebuildProjection } from '#projections/read-models/feed/rebuild-projection';
import type { ReadModels } from '#projections/read-models/read-models';
import { SqliteReadModels } from '#projections/read-models/sqlite/sqlite-read-models';
import { projections } from '#projections/read-models/stored-read-models';
import { digestOf, examineSnapshot, type Snapshot } from '#projections/token-validity/snapshot/validity-snapshot';
import { TokenValidity } from '#projections/token-validity/token-validity';
import { copyAtOnce, openReadOnly, openUnused } from '#sqlite/sqlite-driver';
import { attempt, type Finding, fail, ok } from './finding.js';

const pageEvents = 1000;
const withoutSnapshot = 'Delete validity.snapshot of the stopped server: the next start rebuilds it from the log.';
const withoutReadModels = 'Delete read-models.db of the stopped server: the next start rebuilds it from the log.';

/** Rebuilds from the log what is stored beside it, and compares the two; nothing is changed. */
export async function checkWhatIsMade(view: LogView, dataDirectory: string, keys: KeyFiles, isInUse: boolean): Promise<Finding[]> {
  const snapshot = await attempt('snapshot', withoutSnapshot, () => checkSnapshot(view, dataDirectory, keys));
  const path = join(dataDirectory, 'read-models.db');
  if (!existsSync(path)) return snapshot;
  return [...snapshot, ...(await attempt('contents', withoutReadModels, () => checkContents(view, path, isInUse)))];
}

async function checkSnapshot(view: LogView, directory: string, keys: KeyFiles): Promise<Finding> {
  const found = await examineSnapshot({ directory, key: deriveKey(keys, 'snapshot of the index') });
  if (found === 'none') return ok('snapshot', 'The index has no snapshot; a start reads the whole log.');
  if (found === 'another program') return ok('snapshot', 'The snapshot of the index has another version; the next start makes a new one.');
  if (found === 'changed')
    return fail(
      'snapshot',
      'The snapshot of the index was not written by a server with these keys. Every start ignores it.',
      withoutSnapshot,
    );
  if (!view.holds(found.mark))
    return fail('snapshot', 'The snapshot of the index belongs to another log. Every start ignores it.', withoutSnapshot);
  const { position } = found.mark;
  // Only one of the two indexes is in memory at a time, so that they do not take the space of both.
  if (digestOf(indexAt(view, found)) === digestOf(found.validity))
    return ok('snapshot', `The snapshot equals the index that the log gives, up to position ${position}.`);
  return fail('snapshot', `The snapshot differs from the index that the log gives, up to position ${position}.`, withoutSnapshot);
}

/** Builds the index from the first event to the snapshot's position. */
function indexAt(view: LogView, { mark }: Snapshot): TokenValidity {
  const validity = new TokenValidity();
  for (let left = mark.position; left > 0n; left = mark.position - (validity.position ?? 0n)) {
    validity.apply(view.page(validity.position, Math.min(pageEvents, Number(left))));
  }
  return validity;
}

/** Works on a copy of the file, in which each read model is rebuilt beside the stored one. */
async function checkContents(view: LogView, path: string, isInUse: boolean): Promise<Finding[]> {
  const folder = mkdtempSync(join(tmpdir(), 'keyledger-doctor-'));
  try {
    const stored = isInUse ? openReadOnly(path) : openUnused(path);
    copyAtOnce(stored, join(folder, 'read-models.db'));
    stored.close();
    const readModels = SqliteReadModels.open(folder);
    try {
      const findings: Finding[] = [];
      for (const projection of projections) findings.push(...(await compareContents(view, readModels, projection)));
      return findings.length > 0 ? findings : [ok('contents', 'Every stored read model equals what the log gives.')];
    } finally {
      await readModels.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function compareContents(view: LogView, readModels: ReadModels, projection: (typeof projections)[number]): Promise<Finding[]> {
  const { name, version } = projection;
  const checkpoint = await readModels.checkpoint(name);
  // The next start rebuilds it.
  if (checkpoint === null || checkpoint.version !== version) return [];
  if (view.markAt(checkpoint.position) !== checkpoint.mark)
    return [fail('contents', `${name} belongs to another log; the next start rebuilds it.`, withoutReadModels)];
  const log = {
    readAll: async (after: bigint | null, limit: number) => view.page(after, limit),
    markAt: async (position: bigint) => view.markAt(position),
  };
  const { differed } = await rebuildProjection(log, readModels, projection, { pace: paces.alone });
  const remedy = `Rebuild it: keyledger projections rebuild ${name}`;
  return differed ? [fail('contents', `The stored ${name} differs from what the log gives.`, remedy)] : [];
}
