import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { deriveKey, type KeyFiles, loadKeyFiles } from '#credentials/key-files';
import { logMarkIn } from '#credentials/sqlite-vault';
import type { LogView } from '#event-store/embedded/log-view';
import type { Config } from '#installation/config';
import { markFileIn, markPathIn } from '#installation/high-water';
import { problemOf } from '#installation/log-standing';
import { MarkText } from '#installation/mark-text';
import { openReadOnly } from '#sqlite/sqlite-driver';

/** Null where there are none at all, as beside a backup. @throws KeyFilesRefused where some are missing or cannot be used */
export function keysIn(directory: string): KeyFiles | null {
  return existsSync(join(directory, 'key-encryption-key')) ? loadKeyFiles(directory, { logExists: true }) : null;
}

/** What keeps a start from believing the log, as far as marks and seals tell; null when nothing does. Only looks. */
export async function markProblemOf(view: LogView, { dataDirectory, keysDirectory }: Config, keys: KeyFiles): Promise<Error | null> {
  // Marks are read first: a server that goes on meanwhile can only let them lag behind.
  const text = new MarkText(deriveKey(keys, 'mark of the log'));
  const lying = [
    { said: markFileIn(keysDirectory), path: markPathIn(keysDirectory) },
    { said: markInVault(join(dataDirectory, 'vault.db')), path: 'vault.db' },
  ];
  const found = lying.flatMap(({ said, path }) => (said ? [text.read(said, path)] : []));
  const [first] = view.page(null, 1);
  const isSealed = view.isSealed(deriveKey(keys, 'end of the log'));
  const log = { end: view.newest()?.position ?? 0n, logId: first?.id ?? '', isSealed, holds: (mark: string) => view.holdsMark(mark) };
  return problemOf(log, found, markPathIn(keysDirectory));
}

/** Undefined also where there is no vault that could be read: whether it is sound is looked at elsewhere. */
function markInVault(path: string): string | undefined {
  try {
    const database = openReadOnly(path);
    try {
      return logMarkIn(database);
    } finally {
      database.close();
    }
  } catch {
    return undefined;
  }
}
