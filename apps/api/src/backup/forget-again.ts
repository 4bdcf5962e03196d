import * as Organization from '#domain/organization';
import { byTheHouse } from '#domain/organization.owners';
import * as User from '#domain/user';
import type { Origin } from '#event-store/handle-command';
import type { Installation } from '../installation.js';
import { forgetPerson } from '../users/forget-person.js';
import { ErasedRegister } from './erased-register.js';

/**
 * Erases again whom the register names and the log does not know to be erased, after a restore of an older log; and whom the log
 * knows to be erased and the vault still has a key of, after a restore of an older vault or a kill in the middle.
 */
export async function forgetAgain(installation: Installation, origin: Origin): Promise<void> {
  const { config, vault, validity } = installation;
  const register = new ErasedRegister(config.dataDirectory);
  for (const userId of register.userIds()) {
    const user = validity.principals.users.get(userId);
    if (user && user.status !== 'erased') await eraseAgain(installation, userId, { ...origin, organizationId: user.homeOrganizationId });
  }
  for (const { id, status, homeOrganizationId } of validity.principals.users.values()) {
    if (status !== 'erased') continue;
    register.add(id);
    const isForgotten = (await vault.dataKey(User.subjectOf(id))) === 'erased';
    if (!isForgotten) await forgetPerson(installation, id, { ...origin, organizationId: homeOrganizationId });
  }
}

/** As the wish of an owner did it once. Whoever was an owner again is suspended, or stays one in name where no other is left. */
async function eraseAgain({ ledger, validity }: Installation, userId: string, origin: Origin): Promise<void> {
  const stream = User.streamOf(userId);
  await ledger.handle(User.decider, stream, { type: 'DisableUser' }, origin);
  await ledger.handle(User.decider, stream, { type: 'ErasePersonalData' }, origin);
  const organizationId = origin.organizationId ?? '';
  const owners = Object.entries(validity.principals.organizations.get(organizationId)?.owners ?? {});
  const isOwner = owners.some(([id]) => id === userId);
  if (!isOwner || !owners.some(([id, status]) => id !== userId && status === 'active')) return;
  const command = { type: 'RemoveOwner', userId, ...byTheHouse } as const;
  await ledger.handle(Organization.decider, Organization.streamOf(organizationId), command, origin);
}
