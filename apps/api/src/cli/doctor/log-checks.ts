import { join } from 'node:path';
import { keyChecksOf, loadKeyFiles, requireSameKeys } from '#credentials/key-files';
import * as Installation from '#domain/installation';
import { LogView } from '#event-store/log-view';
import { openReadOnly } from '#event-store/sqlite-driver';
import { toEvent } from '#event-store/upcast';
import { LogDamaged } from '#event-store/verify-log';
import { attempt, type Finding, fail, ok } from './finding.js';

const newest = 1000;
const restore = 'Stop the server, keep a copy of the directory, and restore the newest backup.';

interface Looked {
  readonly dataDirectory: string;
  readonly keysDirectory: string;
  /** Whether to read the whole log rather than its newest events. */
  readonly isDeep: boolean;
  readonly onProgress: (position: number, end: number) => void;
}

/** The log, and whether keys and vault are those that belong to it; a server may be using all of them. Nothing is written. */
export function checkLog(looked: Looked): { readonly findings: Finding[]; readonly newestEventAt: string | null } {
  let newestEventAt: string | null = null;
  let events: Installation.Event[] = [];
  // Only of a damaged log a backup is the remedy: to another user it cannot be opened either.
  const remedy = (error: unknown) => (error instanceof LogDamaged ? restore : 'Run this as the user of the server.');
  const log = attempt('log', remedy, () => {
    const view = new LogView(looked.dataDirectory);
    try {
      const finding = verified(view, looked);
      newestEventAt = view.newest()?.occurredAt ?? null;
      events = view.stream(Installation.stream).map((recorded) => toEvent<Installation.Event>(recorded));
      return finding;
    } finally {
      view.close();
    }
  });
  // What belongs to a log cannot be told from one that is damaged or empty.
  if (events.length === 0) return { findings: log, newestEventAt };
  const keys = attempt('keys', 'Put the key files back that this log was begun with.', () => checkKeys(looked.keysDirectory, events));
  const vault = attempt('vault', restore, () => checkVault(join(looked.dataDirectory, 'vault.db'), events));
  return { findings: [...log, ...keys, ...vault], newestEventAt };
}

function verified(view: LogView, { isDeep, onProgress }: Looked): Finding {
  const position = view.verify(isDeep ? { onProgress } : { newest });
  if (isDeep) return ok('log', `Whole; it ends at position ${position}.`);
  return ok('log', `Its newest events are whole; it ends at position ${position}. With --deep all of it is read.`);
}

function checkKeys(directory: string, events: readonly Installation.Event[]): Finding {
  const present = keyChecksOf(loadKeyFiles(directory, { logExists: true }));
  requireSameKeys(present, stateOf(events).keyChecks);
  return ok('keys', `Those that this log was begun with, in ${directory}.`);
}

function checkVault(path: string, events: readonly Installation.Event[]): Finding {
  const { activeKid } = stateOf(events);
  const published = events.find((event) => event.type === 'SigningKeyPublished' && event.kid === activeKid);
  const vaultId = published?.type === 'SigningKeyPublished' ? published.vaultId : null;
  const database = openReadOnly(path);
  try {
    const isThere = vaultId === null || database.prepare('SELECT 1 FROM secrets WHERE id = ?').get(vaultId) !== undefined;
    if (isThere) return ok('vault', 'It holds the key that signs.');
    return fail('vault', 'It does not hold the key that signs: it is not the one of this log.', 'Put the right vault.db back.');
  } finally {
    database.close();
  }
}

const stateOf = (events: readonly Installation.Event[]) => events.reduce(Installation.decider.evolve, Installation.decider.initial);
