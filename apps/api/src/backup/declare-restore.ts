import * as Email from '#domain/email';
import * as InstallationStream from '#domain/installation';
import * as User from '#domain/user';
import type { Origin } from '#event-store/handle-command';
import type { Installation } from '../installation.js';
import { ErasedRegister } from './erased-register.js';
import { HighWater, LogIsOlder } from './high-water.js';

/**
 * Refuses a log that is older than it is known to have been, unless the operator declares a restore: then it is recorded, every
 * credential from before is void, and who was erased is erased again.
 *
 * @throws LogIsOlder
 */
export async function recogniseRestore(installation: Installation, origin: Origin): Promise<void> {
  const { config, store, ledger, validity } = installation;
  const end = (await store.head()) ?? 0n;
  const reached = new HighWater(config.keysDirectory).read(validity.logId);
  const isDeclared = config.values.KEYLEDGER_DECLARE_RESTORE;
  if (reached !== null && reached > end && !isDeclared) throw new LogIsOlder(end, reached);
  // A declaration that was left in the settings declares nothing anew.
  if (!isDeclared || (reached !== null && reached <= end)) return;
  const command = { type: 'DeclareRestore', endedAt: `${end}`, hadReached: `${reached ?? end}` } as const;
  await ledger.handle(InstallationStream.decider, InstallationStream.stream, command, origin);
  for (const userId of new ErasedRegister(config.dataDirectory).userIds()) await eraseAgain(installation, userId, origin);
}

async function eraseAgain({ ledger, personalData, validity }: Installation, userId: string, origin: Origin): Promise<void> {
  await personalData.erase(User.subjectOf(userId));
  const { state } = await ledger.load(User.decider, User.streamOf(userId));
  if (state.status === 'absent' || state.status === 'erased') return;
  const own = { ...origin, organizationId: state.homeOrganizationId };
  await ledger.handle(User.decider, User.streamOf(userId), { type: 'DisableUser' }, own);
  await ledger.handle(User.decider, User.streamOf(userId), { type: 'ErasePersonalData' }, own);
  if (validity.principals.holderOf(state.emailDigest)?.id !== userId) return;
  await ledger.handle(Email.decider, Email.streamOf(state.emailDigest), { type: 'ReleaseEmail', userId }, own);
}

const rememberMs = 60_000;

/** Remembers every minute, and at the end, how far the log has got. */
export function rememberHighWater({ config, validity }: Installation): () => void {
  const highWater = new HighWater(config.keysDirectory);
  const remember = () => {
    if (validity.position !== null) highWater.write(validity.logId, validity.position);
  };
  remember();
  const timer = setInterval(remember, rememberMs).unref();
  return () => {
    clearInterval(timer);
    remember();
  };
}
