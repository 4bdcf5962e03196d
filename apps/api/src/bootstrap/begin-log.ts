import * as InstallationStream from '#domain/installation';
import type { Origin } from '#event-store/origin';
import type { Installation } from '#installation/installation';
import type { FollowUps } from '../edge/follow-ups.js';
import { newId } from '../edge/ids.js';
import { recogniseRestore } from '../features/backup/declare-restore.js';
import { eraseAgain } from '../features/backup/erase-again.js';
import { requireVaultOfLog } from '../features/backup/vault-of-log.js';
import { SigningKeyRing } from '../features/signing-keys/signing-key-ring.js';
import { restateNames } from './restate-names.js';

/** The actor of what the server does by itself at its start. */
export function firstStartOrigin(): Origin {
  const id = newId();
  return { actor: { kind: 'system', id: 'first-start' }, organizationId: null, correlationId: id, causationId: null, requestId: null };
}

/** Begins the log if it is empty, or recognises a restore. The keys come before everything that signs. */
export async function beginLog(
  installation: Installation,
  origin: Origin,
  followUps: FollowUps,
  onFatal: (error: unknown) => void,
): Promise<SigningKeyRing> {
  const { ledger, store, secrets, signingKeys, digests, keyChecks } = installation;
  await ledger.on(InstallationStream.stream()).handle({ type: 'CreateLog', pepperVersion: digests.version, keyChecks }, origin);
  await notePeppers(installation, origin);
  const restore = await recogniseRestore(installation, origin);
  if (!restore) await requireVaultOfLog(installation);
  const keys = new SigningKeyRing(ledger, store, secrets, signingKeys, followUps, onFatal);
  await keys.open(origin, restore !== null);
  await eraseAgain(installation, origin);
  await restateNames(installation, origin);
  await restore?.finish();
  await noteSessionLimits(installation, origin);
  return keys;
}

/**
 * Peppers that were put beside the first one are recorded from then on, like the keys that the log was begun with, so that others are
 * recognised.
 */
async function notePeppers({ ledger, keyChecks }: Installation, origin: Origin): Promise<void> {
  for (const [name, check] of Object.entries(keyChecks)) {
    const version = Number(/^pepper-(\d+)$/.exec(name)?.[1] ?? 1);
    if (version > 1) await ledger.on(InstallationStream.stream()).handle({ type: 'AddPepper', version, check }, origin);
  }
}

/** Verdicts depend on these settings, so the log says them: a replay of it judges as this server did. */
async function noteSessionLimits({ ledger, config }: Installation, origin: Origin): Promise<void> {
  const { KEYLEDGER_SESSION_IDLE_SECONDS: idleSeconds, KEYLEDGER_SESSION_AGE_SECONDS: ageSeconds } = config.values;
  await ledger.on(InstallationStream.stream()).handle({ type: 'SetSessionLimits', idleSeconds, ageSeconds }, origin);
}
