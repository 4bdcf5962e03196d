import * as InstallationStream from '#domain/installation';
import type { Origin } from '#event-store/origin';
import type { Installation } from '#installation/installation';
import { reachedBy } from '#installation/log-standing';
import { RestoreDeclaration } from './restore-declaration.js';

/** A restore that was recorded at this start. */
export interface DeclaredRestore {
  /** Everything that follows from the restore is done. Until then the next start does it again. */
  finish(): Promise<void>;
}

/**
 * Records a restore that the operator declares: every earlier credential is void, and the mark beside the keys belongs to this log from now
 * on, whatever it said. Null when there is none to declare. A log that does not match its mark, and whose restore is not declared, was not
 * opened.
 */
export async function recogniseRestore(installation: Installation, origin: Origin): Promise<DeclaredRestore | null> {
  const { config, store, ledger, validity, highWater, problem } = installation;
  const declaration = new RestoreDeclaration(config.dataDirectory);
  if (!config.values.KEYLEDGER_DECLARE_RESTORE) {
    declaration.delete();
    return null;
  }
  // The setting that stays on after a restore declares nothing again.
  if (!problem && declaration.read() === (await newestDeclaration(installation))) return null;
  const end = (await store.head()) ?? 0n;
  const reached = reachedBy(await highWater.found(), validity.logId) ?? end;
  await ledger.on(InstallationStream.stream()).handle({ type: 'DeclareRestore', endedAt: `${end}`, hadReached: `${reached}` }, origin);
  if (problem) await installation.believe();
  return { finish: async () => declaration.write(await newestDeclaration(installation)) };
}

/** Id of the event that recorded the newest restore. */
async function newestDeclaration({ store }: Installation): Promise<string> {
  const past = await store.readStream(InstallationStream.stream().name);
  return past.findLast(({ type }) => type === 'RestoreDeclared')?.id ?? 'none';
}
