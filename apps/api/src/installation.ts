import { join } from 'node:path';
import { EmailDigests } from '#credentials/email-digest';
import { type KeyFiles, keyChecksOf, loadKeyFiles } from '#credentials/key-files';
import { NameDigests } from '#credentials/name-digest';
import { Passwords } from '#credentials/password';
import { PersonalData } from '#credentials/personal-data';
import { SecretDigests } from '#credentials/secret-digest';
import { SecretVault } from '#credentials/secret-vault';
import { SigningKeys } from '#credentials/signing-keys';
import { SqliteVault } from '#credentials/sqlite-vault';
import type { Vault } from '#credentials/vault';
import { eventTypes } from '#domain/events';
import type { Clock } from '#event-store/clock';
import { lockDataDirectory } from '#event-store/data-directory';
import { EmbeddedEventStore } from '#event-store/embedded-event-store';
import type { EventStore } from '#event-store/event-store';
import { Ledger } from '#event-store/handle-command';
import { LogDamaged } from '#event-store/verify-log';
import { ReadModels } from '#projections/read-models';
import { SnapshotKeeper } from '#projections/snapshot-keeper';
import { TokenUses } from '#projections/token-uses';
import { TokenValidity } from '#projections/token-validity';
import { loadSnapshot } from '#projections/validity-snapshot';
import type { Config } from './config.js';
import { Log } from './log.js';

/** Everything that is opened before the first request: files, keys, and the index caught up with the log. */
export interface Installation {
  readonly config: Config;
  readonly clock: Clock;
  readonly store: EventStore;
  readonly ledger: Ledger;
  readonly validity: TokenValidity;
  readonly readModels: ReadModels;
  readonly uses: TokenUses;
  readonly vault: SqliteVault;
  readonly personalData: PersonalData;
  readonly secrets: SecretVault;
  readonly digests: SecretDigests;
  readonly emails: EmailDigests;
  readonly names: NameDigests;
  readonly signingKeys: SigningKeys;
  readonly passwords: Passwords;
  /** Tells the key files of this process from any others. */
  readonly keyChecks: Readonly<Record<string, string>>;
  close(): Promise<void>;
}

/**
 * Opens the embedded profile: one process per data directory, and never fresh keys over old data.
 * `onFatal` hears of a disk that can no longer be trusted; the process must end then.
 */
export async function openInstallation(config: Config, clock: Clock, onFatal: (error: unknown) => void): Promise<Installation> {
  const directory = config.dataDirectory;
  const lock = lockDataDirectory(directory);
  try {
    const onProblem = (cause: unknown) => new Log(config).warn('the snapshot of the index could not be written', { cause });
    const { store, validity, keeper } = await openLogAndIndex(directory, onFatal, onProblem);
    const logExists = (await store.head()) !== null;
    const keyFiles = loadKeyFiles(config.keysDirectory, { logExists });
    const vault = SqliteVault.open(join(directory, 'vault.db'), { logExists, onFatal });
    const readModels = ReadModels.open(directory);
    const uses = new TokenUses(directory);
    const close = async () => {
      await keeper.stop();
      await store.close();
      keeper.save(store.end);
      await readModels.close();
      uses.close();
      vault.close();
      lock.release();
    };
    const ledger = new Ledger(store, clock, eventTypes);
    return { config, clock, store, ledger, validity, readModels, uses, vault, ...credentialsOf(vault, keyFiles), close };
  } catch (error) {
    lock.release();
    throw error;
  }
}

function credentialsOf(vault: Vault, keyFiles: KeyFiles) {
  return {
    personalData: new PersonalData(vault, keyFiles),
    secrets: new SecretVault(vault, keyFiles),
    digests: new SecretDigests(keyFiles),
    emails: new EmailDigests(keyFiles),
    names: new NameDigests(keyFiles),
    signingKeys: new SigningKeys(),
    passwords: new Passwords(),
    keyChecks: keyChecksOf(keyFiles),
  };
}

/** The log, and its index: as the snapshot has it, where that was made from this log, and caught up with everything since. */
async function openLogAndIndex(directory: string, onFatal: (error: unknown) => void, onProblem: (error: unknown) => void) {
  const onLogFatal = (error: unknown) => {
    // What was found damaged is not taken on trust again: the next start reads it whole, and refuses.
    if (error instanceof LogDamaged) keeper.forget();
    onFatal(error);
  };
  const snapshot = await loadSnapshot(directory);
  const store = await EmbeddedEventStore.open({ directory, onFatal: onLogFatal, anchor: snapshot?.mark });
  const found = store.isAnchored ? snapshot : null;
  const validity = found?.validity ?? new TokenValidity();
  const keeper = new SnapshotKeeper(directory, validity, found?.mark.position ?? 0n, onProblem);
  await follow(store, validity, onFatal);
  if (keeper.isDue) keeper.save(store.end);
  return { store, validity, keeper };
}

/** The index has seen the whole log once this resolves, and sees every later event before its writer is answered. */
function follow(store: EventStore, validity: TokenValidity, onFatal: (error: unknown) => void): Promise<void> {
  return new Promise((resolve) => {
    store.subscribe(validity.position, {
      onEvents: (events) => validity.apply(events),
      onCaughtUp: resolve,
      onEnded: (error) => {
        if (error) onFatal(error);
      },
    });
  });
}
