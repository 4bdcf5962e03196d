import { staleNames } from '#domain/admissions';
import * as Organization from '#domain/organization';
import * as ServiceAccount from '#domain/service-account';
import type { Origin } from '#event-store/origin';
import type { Installation } from '#installation/installation';

/** So many events become one transaction. */
const namesAtOnce = 500;

/**
 * Restates the names of live service accounts that were admitted when names were compared in another form, so that no new account gets
 * a name that reads the same. Every organization is done once: from then on its stream holds the digests.
 */
export async function restateNames(installation: Installation, origin: Origin): Promise<void> {
  const accounts = [...installation.validity.principals.serviceAccounts.values()];
  const organizationIds = new Set(accounts.filter(({ status }) => status === 'admitted').map((account) => account.organizationId));
  for (const organizationId of organizationIds) await restateIn(installation, organizationId, { ...origin, organizationId });
}

async function restateIn({ ledger, personalData, names }: Installation, organizationId: string, origin: Origin): Promise<void> {
  const organization = ledger.on(Organization.stream(organizationId));
  const { state } = await organization.load();
  const stale = state.status === 'absent' ? [] : staleNames(state.admissions);
  for (let at = 0; at < stale.length; at += namesAtOnce) {
    const nameDigests: Record<string, string> = {};
    for (const id of stale.slice(at, at + namesAtOnce)) {
      const { state: account } = await ledger.on(ServiceAccount.stream(id)).load();
      if (account.status === 'absent') continue;
      const { name } = await personalData.openAll(ServiceAccount.textsOf(id), account);
      if (name !== null) nameDigests[id] = names.digest(organizationId, name);
    }
    await organization.handle({ type: 'RestateServiceAccountNames', nameDigests }, origin);
  }
}
