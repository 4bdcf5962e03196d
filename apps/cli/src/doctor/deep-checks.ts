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
const withoutSnapshot = 'Delete validity.snapshot of the stopped server: the next start makes it again from the log.';
const withoutReadModels = 'Delete read-models.db of the stopped server: the next start makes it again from the log.';

/** What is kept beside the log, made once more from the log and compared; none of it is changed. */
export async function checkWhatIsMade(view: LogView, dataDirectory: string, keys: KeyFiles, isInUse: boolean): Promise<Finding[]> {
  const snapshot = await attempt('snapshot', withoutSnapshot, () => checkSnapshot(view, dataDirectory, keys));
  const path = join(dataDirectory, 'read-models.db');
  if (!existsSync(path)) return snapshot;
  return [...snapshot, ...(await attempt('contents', withoutReadModels, () => checkContents(view, path, isInUse)))];
}

async function checkSnapshot(view: LogView, directory: string, keys: KeyFiles): Promise<Finding> {
  const found = await examineSnapshot({ directory, key: deriveKey(keys, 'snapshot of the index') });
  if (found === 'none') return ok('snapshot', 'There is none of the index; a start reads the whole log.');
  if (found === 'another program') return ok('snapshot', 'That of the index is of another version; the next start makes it again.');
  if (found === 'changed')
    return fail('snapshot', 'That of the index is not what a server with these keys has written. No start believes it.', withoutSnapshot);
  if (!view.holds(found.mark)) return fail('snapshot', 'That of the index is of another log. No start believes it.', withoutSnapshot);
  const { position } = found.mark;
  // One after the other, so that only one of the two takes room.
  if (digestOf(indexAt(view, found)) === digestOf(found.validity))
    return ok('snapshot', `The index is what the log makes of it, up to ${position}.`);
  return fail('snapshot', `The index is not what the log makes of it, up to ${position}.`, withoutSnapshot);
}

/** Made from the first event to the place of the snapshot. */
function indexAt(view: LogView, { mark }: Snapshot): TokenValidity {
  const validity = new TokenValidity();
  for (let left = mark.position; left > 0n; left = mark.position - (validity.position ?? 0n)) {
    validity.apply(view.page(validity.position, Math.min(pageEvents, Number(left))));
  }
  return validity;
}

/** On a copy, in which each is made again beside what was stored. */
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
      return findings.length > 0
        ? findings
        : [ok('contents', 'Every read model that a start would go on with is what the log makes of it.')];
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
  // The next start makes it again.
  if (checkpoint === null || checkpoint.version !== version) return [];
  if (view.markAt(checkpoint.position) !== checkpoint.mark)
    return [fail('contents', `${name} is of another log than this one; the next start makes it again.`, withoutReadModels)];
  const log = {
    readAll: async (after: bigint | null, limit: number) => view.page(after, limit),
    markAt: async (position: bigint) => view.markAt(position),
  };
  const { differed } = await rebuildProjection(log, readModels, projection, { pace: paces.alone });
  const remedy = `Rebuild it: keyledger projections rebuild ${name}`;
  return differed ? [fail('contents', `What is stored of ${name} is not what the log makes of it.`, remedy)] : [];
}
