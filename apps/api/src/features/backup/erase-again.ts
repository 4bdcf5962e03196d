import * as User from '#domain/user';
import type { Origin } from '#event-store/origin';
import type { Installation } from '#installation/installation';
import { ErasedRegister } from '../users/erased-register.js';
import { UnfinishedErasures } from '../users/unfinished-erasures.js';

/**
 * Erases again whom the register names and the log does not know to be erased, after a restore of an older log; and whom the log knows to
 * be erased although the vault still has a key, after a restore of an older vault or a kill in the middle.
 */
export async function eraseAgain(installation: Installation, origin: Origin): Promise<void> {
  const { config, store, ledger, validity, personalData, secrets, vault } = installation;
  const register = new ErasedRegister(config.dataDirectory);
  for (const userId of register.userIds()) {
    const user = validity.principals.users.get(userId);
    if (!user || user.status === 'erased') continue;
    const own = { ...origin, organizationId: user.homeOrganizationId };
    await ledger.on(User.stream(userId)).handle({ type: 'DisableUser' }, own);
    await ledger.on(User.stream(userId)).handle({ type: 'ErasePersonalData' }, own);
  }
  await new UnfinishedErasures(store, ledger, validity, personalData, secrets, vault, register).finish();
}
