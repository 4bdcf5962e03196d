import { join } from 'node:path';
import { deriveKey, loadKeyFiles, requireSameKeys } from '#credentials/key-files';
import { SqliteVault } from '#credentials/sqlite-vault';
import { eventTypes } from '#domain/events';
import * as InstallationStream from '#domain/installation';
import type { Clock } from '#event-store/clock';
import { lockDataDirectory } from '#event-store/embedded/data-directory';
import { LogView } from '#event-store/embedded/log-view';
import type { EventStore } from '#event-store/event-store';
import { Ledger } from '#event-store/ledger';
import type { ReadModels } from '#projections/read-models/read-models';
import { SqliteReadModels } from '#projections/read-models/sqlite/sqlite-read-models';
import type { SnapshotKeeper } from '#projections/token-validity/snapshot/snapshot-keeper';
import type { TokenValidity } from '#projections/token-validity/token-validity';
import type { Config } from './config.js';
import { type Credentials, credentialsOf } from './credentials-of.js';
import { HighWater } from './high-water.js';
import { openLogAndIndex } from './log-and-index.js';
import { isTolerated, problemWith } from './log-problem.js';
import { Logger } from './logger.js';
import { TokenUses } from './token-uses.js';

/** Everything that is opened before the first request: files, keys, and the index caught up with the log. */
export interface Installation extends Credentials {
  readonly config: Config;
  readonly clock: Clock;
  readonly store: EventStore;
  readonly ledger: Ledger;
  readonly validity: TokenValidity;
  readonly readModels: ReadModels;
  readonly uses: TokenUses;
  readonly vault: SqliteVault;
  readonly highWater: HighWater;
  readonly snapshots: Pick<SnapshotKeeper, 'writtenAtMs' | 'eventsSince'>;
  /** When the whole log was last verified, in milliseconds since 1970; null while part of it is only trusted. */
  logVerifiedAtMs(): number | null;
  /** Why the log would have been refused without the operator's confirmation; null when nothing is wrong. */
  readonly problem: Error | null;
  /** From now on the log is accepted as the one of these keys. To be called once the operator's confirmation is recorded in it. */
  believe(): Promise<void>;
  close(): Promise<void>;
}

export interface OpenOptions {
  /** Whether the log may lack a valid mark, and is to get one: then all of it is verified. */
  readonly isToBeMarked?: boolean;
}

/**
 * Opens the embedded profile: one process per data directory, never new keys for existing data, and no log but the one that these keys have
 * marked. `onFatal` is called when the disk can no longer be trusted; the process must end then.
 *
 * @throws LogIsUnmarked, LogIsOlder, LogIsAnother, LogEndIsForeign, LogIsGone, LogDamaged, KeyFilesRefused, VaultRefused; everything that
 * was opened is closed then
 */
export async function openInstallation(
  config: Config,
  clock: Clock,
  onFatal: (error: unknown) => void,
  options: OpenOptions = {},
): Promise<Installation> {
  const closing: (() => unknown)[] = [lockDataDirectory(config.dataDirectory).release];
  const close = async () => {
    for (const closeOne of closing.splice(0).reverse()) await closeOne();
  };
  try {
    return { ...(await open(config, clock, onFatal, options, closing)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Adds to `closing` a function for each part that was opened; they are called in reverse order. */
async function open(
  config: Config,
  clock: Clock,
  onFatal: (error: unknown) => void,
  { isToBeMarked = false }: OpenOptions,
  closing: (() => unknown)[],
): Promise<Omit<Installation, 'close'>> {
  const { dataDirectory: directory, keysDirectory } = config;
  const onSnapshotProblem = (cause: unknown) => new Logger(config).warn('the snapshot of the index could not be written', { cause });
  const keyFiles = loadKeyFiles(keysDirectory, { logExists: LogView.hasEvents(directory) });
  const opening = { directory, keyFiles, isReadWhole: isToBeMarked, onFatal, onSnapshotProblem };
  const { store, validity, keeper } = await openLogAndIndex(opening);
  let isBelieved = false;
  closing.push(async () => {
    await keeper.stop();
    await store.close();
    if (isBelieved) keeper.save(store.end);
  });
  const vault = SqliteVault.open(join(directory, 'vault.db'), { logExists: store.mark() !== null, onFatal });
  closing.push(() => vault.close());
  const ledger = new Ledger(store, clock, eventTypes);
  const credentials = credentialsOf(vault, keyFiles);
  closing.push(() => credentials.passwordStrength.close());
  await requireKeysOfLog(ledger, credentials.keyChecks);
  const highWater = new HighWater(keysDirectory, vault, deriveKey(keyFiles, 'mark of the log'));
  // Appends that were accepted before are finished, and marked.
  closing.push(() => store.close().then(() => highWater.close()));
  const problem = await problemWith(store, validity, highWater);
  if (problem && !isTolerated(problem, config.values.KEYLEDGER_DECLARE_RESTORE, isToBeMarked)) throw problem;
  if (store.mark() === null) highWater.begin();
  const believe = async () => {
    if (isBelieved) return;
    await highWater.follow(store, onFatal);
    isBelieved = true;
  };
  if (!problem) await believe();
  if (isBelieved && keeper.isDue) keeper.save(store.end);
  const readModels = SqliteReadModels.open(directory);
  const uses = new TokenUses(directory);
  closing.push(
    () => readModels.close(),
    () => uses.close(),
  );
  const watched = { snapshots: keeper, logVerifiedAtMs: () => store.walk.endedAtMs };
  return { config, clock, store, ledger, validity, readModels, uses, vault, highWater, problem, believe, ...watched, ...credentials };
}

async function requireKeysOfLog(ledger: Ledger, keyChecks: Installation['keyChecks']): Promise<void> {
  const { state } = await ledger.on(InstallationStream.stream()).load();
  if (state.created) requireSameKeys(keyChecks, state.keyChecks);
}
