import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const dayMs = 86_400_000;
const nameOfBackup = /^(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)-(\d{3})Z$/;

/** Names of backups contain the time at which they were begun, and sort by it. */
export const nameOf = (at: Date): string => at.toISOString().replace(/[:.]/g, '-');

/** Milliseconds since 1970; null for a name that is not of a running server's backup. */
export function begunMs(name: string): number | null {
  const [matched, day, hours, minutes, seconds, ms] = nameOfBackup.exec(name) ?? [];
  return matched === undefined ? null : Date.parse(`${day}T${hours}:${minutes}:${seconds}.${ms}Z`);
}

/** The backups in a folder, oldest first; none where the folder does not exist. */
export function backupsIn(folder: string): { readonly name: string; readonly begunMs: number }[] {
  const found = entriesOf(folder).flatMap((entry) => {
    const ms = entry.isDirectory() ? begunMs(entry.name) : null;
    return ms === null ? [] : [{ name: entry.name, begunMs: ms }];
  });
  return found.sort((a, b) => a.begunMs - b.begunMs);
}

/** Removes all but the newest `keep`, and never one that is younger than a day. Returns the names of the removed ones. */
export function pruneBackups(folder: string, keep: number, nowMs: number): string[] {
  const old = backupsIn(folder)
    .slice(0, -keep)
    .filter((backup) => nowMs - backup.begunMs >= dayMs);
  for (const { name } of old) rmSync(join(folder, name), { recursive: true });
  return old.map(({ name }) => name);
}

function entriesOf(folder: string) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
