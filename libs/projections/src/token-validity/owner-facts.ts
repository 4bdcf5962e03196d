import type { MembershipFacts, OwnerFacts } from '#domain/verdict.facts';
import type { Position } from '#event-store/envelope';
import type { OwnerRows } from './principals.js';

/**
 * The facts of an owner that a verdict reads; undefined while the log does not contain the owner. Everything before `restoredAt` is void.
 */
export function ownerFactsOf(
  { ownerId, user, serviceAccount, organization }: OwnerRows,
  restoredAt: Position | null,
): OwnerFacts | undefined {
  if (serviceAccount) {
    if (serviceAccount.status === 'leaf') return undefined;
    const status = serviceAccount.status === 'released' ? 'deleted' : 'enabled';
    return { status, tokensRevokedBefore: restoredAt, signInsEnded: null };
  }
  if (!user || user.number === null) return undefined;
  const isSuspended = organization?.owners[ownerId] === 'suspended';
  return {
    status: isSuspended && user.status === 'enabled' ? 'disabled' : user.status,
    tokensRevokedBefore: later(user.tokensRevokedBefore, restoredAt),
    signInsEnded: user.signInsEnded,
  };
}

/** The owner's membership in the organization; undefined while the log does not contain it. */
export function membershipFactsOf({
  ownerId,
  organizationId,
  serviceAccount,
  membership,
  organization,
}: OwnerRows): MembershipFacts | undefined {
  if (serviceAccount) {
    const { status, role } = serviceAccount;
    return serviceAccount.organizationId === organizationId ? { active: status === 'admitted', role } : undefined;
  }
  const isOwner = organization?.owners[ownerId] !== undefined;
  return membership && isOwner ? { active: membership.active, role: 'owner' } : membership;
}

const later = (a: Position | null, b: Position | null) => (a === null || (b !== null && b > a) ? b : a);
