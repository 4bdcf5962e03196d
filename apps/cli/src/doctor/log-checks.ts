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
import { checkNames } from './name-checks.js';

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
  /** Null when they are not the keys of the log. */
  readonly keys: KeyFiles | null;
  /** Id of the key that signs; null when the log says none. */
  readonly activeKid: string | null;
}

// A backup is the remedy only for a damaged log; for any other error the command ran as the wrong user.
const remedyOf = (error: unknown) => (error instanceof LogDamaged ? restore : 'Run this as the user of the server.');

/** Opens the log read-only, even while a server uses it; null, with the problem, when it cannot be opened. */
export async function openLogView(directory: string, isInUse: boolean): Promise<{ view: LogView | null; findings: Finding[] }> {
  let view: LogView | null = null;
  const findings = await attempt('log', remedyOf, () => {
    view = isInUse ? LogView.ofUsed(directory) : LogView.ofUnused(directory);
    return [];
  });
  return { view, findings };
}

/** Checks the log, and that keys, mark and vault belong to it, even while a server uses them. It writes nothing. */
export async function checkLog({ view, config, isDeep, onProgress }: Looked): Promise<LogFindings> {
  let newestEventAt: string | null = null;
  let events: Installation.Event[] = [];
  const log = await attempt('log', remedyOf, () => {
    const position = view.verify(isDeep ? { onProgress } : { newest });
    newestEventAt = view.newest()?.occurredAt ?? null;
    events = view.stream(Installation.stream().name).map((recorded) => toEvent<Installation.Event>(recorded));
    if (isDeep) return ok('log', `It is intact; it ends at position ${position}.`);
    return ok('log', `Its newest events are intact; it ends at position ${position}. Add --deep to verify all of it.`);
  });
  // For a damaged or empty log it is unknown what belongs to it.
  if (events.length === 0) return { findings: log, newestEventAt, keys: null, activeKid: null };
  let keys: KeyFiles | null = null;
  const ofKeys = await attempt('keys', 'Put back the key files that this log was created with.', () => {
    keys = keysOf(config.keysDirectory, events);
    return ok('keys', `The key files in ${config.keysDirectory} are those that this log was created with.`);
  });
  const ofMark = keys ? await attempt('mark', 'Run this as the user of the server.', () => checkMark(view, config, keys as KeyFiles)) : [];
  const ofVault = await attempt('vault', restore, () => checkVault(join(config.dataDirectory, 'vault.db'), events));
  const ofPassword = await attempt('password', restore, () => checkGeneratedPassword(view));
  const ofNames = await attempt('names', restore, () => checkNames(view));
  return {
    findings: [...log, ...ofKeys, ...ofMark, ...ofVault, ...ofPassword, ...ofNames],
    newestEventAt,
    keys,
    activeKid: stateOf(events).activeKid,
  };
}

async function checkMark(view: LogView, config: Config, keys: KeyFiles): Promise<Finding> {
  const problem = await markProblemOf(view, config, keys);
  if (!problem) return ok('mark', 'The log matches the mark that these keys authenticate.');
  const remedy =
    problem instanceof LogIsUnmarked
      ? 'Stop the server, and run once: keyledger keys mark'
      : 'No server starts on this log. Find out first who can write into the data directory.';
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
    if (isThere) return ok('vault', 'It holds the active signing key.');
    return fail('vault', 'It does not hold the active signing key: it belongs to another log.', 'Put the right vault.db back.');
  } finally {
    database.close();
  }
}

const stateOf = (events: readonly Installation.Event[]) => events.reduce(Installation.decider.evolve, Installation.decider.initial);
