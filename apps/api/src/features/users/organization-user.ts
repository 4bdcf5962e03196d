import { Refusal } from '#domain/refusal';
import { mayActOn, type Role } from '#domain/role';
import type { UserRow } from '#projections/token-validity/principals';
import type { TokenValidity } from '#projections/token-validity/token-validity';
import type { Caller } from '../../edge/authentication/caller.js';

export interface OrganizationUser {
  readonly user: UserRow;
  readonly role: Role;
}

/** A user whose home is the caller's organization; any other user looks like one that does not exist. */
export function organizationUser(userId: string, organizationId: string, validity: TokenValidity): OrganizationUser {
  const user = validity.principals.users.get(userId);
  if (!user || user.number === null || user.homeOrganizationId !== organizationId) throw new Refusal('user/not-found');
  const membership = validity.principals.membership('user', userId, organizationId);
  if (!membership) throw new Refusal('user/not-found');
  return { user, role: membership.role };
}

/** The same, for a caller who means to change the user. @throws Refusal role/above-own */
export function actOnUser(userId: string, caller: Caller, validity: TokenValidity): OrganizationUser {
  const found = organizationUser(userId, caller.organizationId, validity);
  if (!mayActOn(caller.role, found.role)) throw new Refusal('role/above-own');
  return found;
}

/** For what gives a person something. @throws Refusal user/disabled, user/erased */
export function requireEnabled(userId: string, validity: TokenValidity): void {
  const status = validity.principals.users.get(userId)?.status;
  if (status === 'enabled') return;
  throw new Refusal(status === 'erased' ? 'user/erased' : 'user/disabled');
}
