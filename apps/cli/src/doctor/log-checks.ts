import { join } from 'node:path';
import { type KeyFiles, keyChecksOf, loadKeyFiles, requireSameKeys } from '#credentials/key-files';
import * as Installation from '#domain/installation';
import { LogView } from '#event-store/embedded/log-view';
import { LogDamaged } from '#event-store/embedded/verify-log';
import { toEvent } from '#event-store/upcast';
import type { Config } from '#installation/config';
import { LogIsUnmarked } from '#installation/log-standing';
import { openReadOnly } from '#sqlite/sqlite-driver';
import { markProblemOf } from '../offline/directory-marks.js';
import { attempt, type Finding, fail, ok } from './finding.js';
import { checkGeneratedPassword } from './generated-password-check.js';

const newest = 1000;
const restore = 'Stop the server, keep a copy of the directory, and restore the newest backup.';

interface Looked {
  readonly view: LogView;
  readonly config: Config;
  /** Whether to read the whole log rather than its newest events. */
  readonly isDeep: boolean;
  readonly onProgress: (position: number, end: number) => void;
}

export interface LogFindings {
  readonly findings: Finding[];
  readonly newestEventAt: string | null;
  /** Null where they are not those of the log. */
  readonly keys: KeyFiles | null;
}

// Only of a damaged log a backup is the remedy: to another user it cannot be opened either.
const remedyOf = (error: unknown) => (error instanceof LogDamaged ? restore : 'Run this as the user of the server.');

/** The log to look at, which a server may be using; null with what is wrong where it cannot be opened. */
export async function openLogView(directory: string, isInUse: boolean): Promise<{ view: LogView | null; findings: Finding[] }> {
  let view: LogView | null = null;
  const findings = await attempt('log', remedyOf, () => {
    view = isInUse ? LogView.ofUsed(directory) : LogView.ofUnused(directory);
    return [];
  });
  return { view, findings };
}

/** The log, and whether keys, mark and vault are those that belong to it; a server may be using all of them. Nothing is written. */
export async function checkLog({ view, config, isDeep, onProgress }: Looked): Promise<LogFindings> {
  let newestEventAt: string | null = null;
  let events: Installation.Event[] = [];
  const log = await attempt('log', remedyOf, () => {
    const position = view.verify(isDeep ? { onProgress } : { newest });
    newestEventAt = view.newest()?.occurredAt ?? null;
    events = view.stream(Installation.stream().name).map((recorded) => toEvent<Installation.Event>(recorded));
    if (isDeep) return ok('log', `Whole; it ends at position ${position}.`);
    return ok('log', `Its newest events are whole; it ends at position ${position}. With --deep all of it is read.`);
  });
  // What belongs to a log cannot be told from one that is damaged or empty.
  if (events.length === 0) return { findings: log, newestEventAt, keys: null };
  let keys: KeyFiles | null = null;
  const ofKeys = await attempt('keys', 'Put the key files back that this log was begun with.', () => {
    keys = keysOf(config.keysDirectory, events);
    return ok('keys', `Those that this log was begun with, in ${config.keysDirectory}.`);
  });
  const ofMark = keys ? await attempt('mark', 'Run this as the user of the server.', () => checkMark(view, config, keys as KeyFiles)) : [];
  const ofVault = await attempt('vault', restore, () => checkVault(join(config.dataDirectory, 'vault.db'), events));
  const ofPassword = await attempt('password', restore, () => checkGeneratedPassword(view));
  return { findings: [...log, ...ofKeys, ...ofMark, ...ofVault, ...ofPassword], newestEventAt, keys };
}

async function checkMark(view: LogView, config: Config, keys: KeyFiles): Promise<Finding> {
  const problem = await markProblemOf(view, config, keys);
  if (!problem) return ok('mark', 'The log is the one that these keys have seen.');
  const remedy =
    problem instanceof LogIsUnmarked
      ? 'Stop the server, and run once: keyledger keys mark'
      : 'No server starts on it. Find out first who can write into the data directory.';
  return fail('mark', problem.message, remedy);
}

function keysOf(directory: string, events: readonly Installation.Event[]): KeyFiles {
  const keys = loadKeyFiles(directory, { logExists: true });
  requireSameKeys(keyChecksOf(keys), stateOf(events).keyChecks);
  return keys;
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
