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

/** Null when there are no keys, as beside a backup. @throws KeyFilesRefused when some are missing or unusable */
export function keysIn(directory: string): KeyFiles | null {
  return existsSync(join(directory, 'key-encryption-key')) ? loadKeyFiles(directory, { logExists: true }) : null;
}

/** Why a start would refuse the log, as far as marks and seals show; null when it would not. It only reads. */
export async function markProblemOf(view: LogView, { dataDirectory, keysDirectory }: Config, keys: KeyFiles): Promise<Error | null> {
  // The marks are read before the log: if a server appends meanwhile, they can only lag behind.
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

/** Also undefined when there is no readable vault, since another check reports that. */
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
