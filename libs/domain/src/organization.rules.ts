import type { Command, Event, Present, Settings, State, TokenType } from './organization.js';
import { Refusal } from './refusal.js';

type Of<Type extends Command['type']> = Extract<Command, { type: Type }>;
type OwnerChange = { userId: string; byRole: string };

/** 200 years, which Label Studio's interface shows as "never expires". */
export const ttlDaysMax = 73_000;

export const switchOf = {
  personal: 'personalAccessTokensEnabled',
  legacy: 'legacyTokensEnabled',
} as const satisfies Record<TokenType, keyof Settings>;

export function create(state: State, { name, firstOwnerId, settings }: Of<'CreateOrganization'>): Event[] {
  if (state.status === 'absent') return [{ type: 'OrganizationCreated', name, firstOwnerId, settings }];
  if (state.owners[firstOwnerId]) return [];
  throw new Refusal('organization/id-taken');
}

export function switchTokenType({ settings }: Present, tokenType: TokenType, on: boolean): Event[] {
  if (settings[switchOf[tokenType]] === on) return [];
  return [{ type: on ? 'TokenTypeEnabled' : 'TokenTypeDisabled', tokenType }];
}

export function setTtl({ settings }: Present, days: number): Event[] {
  if (!Number.isInteger(days) || days < 1 || days > ttlDaysMax) throw new Refusal('organization/ttl-out-of-range');
  if (settings.personalAccessTokenTtlDays === days) return [];
  return [{ type: 'TokenTtlChanged', personalAccessTokenTtlDays: days }];
}

export function changeIssuance({ settings }: Present, { allowed, byRole }: Of<'ChangeApiCredentialIssuance'>): Event[] {
  ownersOnly(byRole);
  return settings.apiCredentialsMayIssue === allowed ? [] : [{ type: 'ApiCredentialIssuanceChanged', allowed }];
}

export function changeAllowance({ settings }: Present, command: Of<'ChangeServiceAccountAllowance'>): Event[] {
  const { allowance, allowanceMax, byRole } = command;
  ownersOnly(byRole);
  if (!Number.isInteger(allowance) || allowance < 0 || allowance > allowanceMax) {
    throw new Refusal('organization/allowance-out-of-range');
  }
  return settings.serviceAccountAllowance === allowance ? [] : [{ type: 'ServiceAccountAllowanceChanged', allowance }];
}

export function addOwner({ owners }: Present, { userId, byRole }: OwnerChange): Event[] {
  ownersOnly(byRole);
  return owners[userId] ? [] : [{ type: 'OwnerAdded', userId }];
}

export function removeOwner(state: Present, { userId, byRole }: OwnerChange): Event[] {
  ownersOnly(byRole);
  if (!state.owners[userId]) return [];
  anotherOwnerRemains(state, userId);
  return [{ type: 'OwnerRemoved', userId }];
}

export function suspendOwner(state: Present, { userId, byRole }: OwnerChange): Event[] {
  ownersOnly(byRole);
  if (!state.owners[userId]) throw new Refusal('owner/not-found');
  if (state.owners[userId] === 'suspended') return [];
  anotherOwnerRemains(state, userId);
  return [{ type: 'OwnerSuspended', userId }];
}

export function resumeOwner({ owners }: Present, { userId, byRole }: OwnerChange): Event[] {
  ownersOnly(byRole);
  if (!owners[userId]) throw new Refusal('owner/not-found');
  return owners[userId] === 'active' ? [] : [{ type: 'OwnerResumed', userId }];
}

export function admitServiceAccount(state: Present, { serviceAccountId, nameDigest }: Of<'AdmitServiceAccount'>): Event[] {
  const { serviceAccounts, settings } = state;
  if (serviceAccounts[serviceAccountId] === nameDigest) return [];
  if (serviceAccountId in serviceAccounts) throw new Refusal('service-account/deleted');
  const namesInUse = Object.values(serviceAccounts).filter((digest) => digest !== null);
  if (namesInUse.includes(nameDigest)) throw new Refusal('service-account/name-taken');
  if (namesInUse.length >= settings.serviceAccountAllowance) throw new Refusal('service-account/allowance-used');
  return [{ type: 'ServiceAccountAdmitted', serviceAccountId, nameDigest }];
}

export function releaseServiceAccount({ serviceAccounts }: Present, serviceAccountId: string): Event[] {
  if (!(serviceAccountId in serviceAccounts)) throw new Refusal('service-account/not-found');
  return serviceAccounts[serviceAccountId] === null ? [] : [{ type: 'ServiceAccountReleased', serviceAccountId }];
}

/** Who the owners are once `event` has happened; projections fold with it too. */
export function ownersAfter(owners: Present['owners'], event: Event): Present['owners'] {
  switch (event.type) {
    case 'OwnerAdded':
    case 'OwnerResumed':
      return { ...owners, [event.userId]: 'active' };
    case 'OwnerSuspended':
      return { ...owners, [event.userId]: 'suspended' };
    case 'OwnerRemoved': {
      const { [event.userId]: _, ...others } = owners;
      return others;
    }
    default:
      return owners;
  }
}

export function serviceAccountsAfter(accounts: Present['serviceAccounts'], event: Event): Present['serviceAccounts'] {
  if (event.type === 'ServiceAccountAdmitted') return { ...accounts, [event.serviceAccountId]: event.nameDigest };
  if (event.type === 'ServiceAccountReleased') return { ...accounts, [event.serviceAccountId]: null };
  return accounts;
}

function ownersOnly(byRole: string): void {
  if (byRole !== 'owner') throw new Refusal('role/above-own');
}

/** A suspended owner cannot undo anything, so only unsuspended ones count. */
function anotherOwnerRemains({ owners }: Present, userId: string): void {
  const others = Object.entries(owners).filter(([id, status]) => id !== userId && status === 'active');
  if (others.length === 0) throw new Refusal('organization/last-owner');
}
