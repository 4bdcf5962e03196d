import * as InstallationStream from '#domain/installation';
import type { Origin } from '#event-store/handle-command';
import type { Installation } from '../installation.js';
import { HighWater, LogIsOlder, readHighWater } from './high-water.js';
import { RestoreDeclaration } from './restore-declaration.js';

/** A restore that was recorded at this start. */
export interface DeclaredRestore {
  /** Everything that follows from it is done. Until then the next start does it again. */
  finish(): Promise<void>;
}

/**
 * Refuses a log that is older than it is known to have been, unless the operator declares a restore: then it is recorded, and
 * every credential from before is void. Null when there is none to declare.
 *
 * @throws LogIsOlder
 */
export async function recogniseRestore(installation: Installation, origin: Origin): Promise<DeclaredRestore | null> {
  const { config, store, ledger, validity } = installation;
  const declaration = new RestoreDeclaration(config.dataDirectory);
  const end = (await store.head()) ?? 0n;
  const mark = readHighWater(config.keysDirectory);
  const reached = mark?.logId === validity.logId ? mark.position : null;
  const isOlder = reached !== null && reached > end;
  if (!config.values.KEYLEDGER_DECLARE_RESTORE) {
    if (isOlder) throw new LogIsOlder(end, reached);
    declaration.forget();
    return null;
  }
  // The setting that stayed on after a restore declares nothing anew.
  if (!isOlder && declaration.read() === (await newestDeclaration(installation))) return null;
  const command = { type: 'DeclareRestore', endedAt: `${end}`, hadReached: `${reached ?? end}` } as const;
  await ledger.handle(InstallationStream.decider, InstallationStream.stream, command, origin);
  return { finish: async () => declaration.write(await newestDeclaration(installation)) };
}

/** Id of the event that recorded the newest restore. */
async function newestDeclaration({ store }: Installation): Promise<string> {
  const past = await store.readStream(InstallationStream.stream);
  return past.findLast(({ type }) => type === 'RestoreDeclared')?.id ?? 'none';
}

/** Remembers from now on, before any write is answered, how far the log has got. */
export function rememberHighWater({ config, store, validity }: Installation): () => void {
  const highWater = HighWater.open(config.keysDirectory);
  if (!highWater) return () => {};
  const remember = () => {
    if (validity.position !== null) highWater.write({ logId: validity.logId, position: validity.position });
  };
  remember();
  store.subscribe(validity.position, { onEvents: remember });
  return () => {
    remember();
    highWater.close();
  };
}
