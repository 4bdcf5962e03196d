import { Refusal } from '#domain/refusal';
import type * as Token from '#domain/token';
import type { Caller } from '../../edge/authentication/caller.js';
import { legacyTokenId } from './legacy-token-id.js';

export const ownLegacy = ({ id }: Caller): Token.Owned => ({ kind: 'legacy', ownerKind: 'user', ownerId: id, name: null });

/** A person has one legacy token; any other id does not exist here. */
export function ownLegacyTokenId(caller: Caller, named: string | undefined): string {
  const tokenId = legacyTokenId(caller.organizationId, caller.id);
  if (named !== undefined && named !== tokenId) throw new Refusal('token/not-found');
  return tokenId;
}

/** A confirmed session may, and so may a holder of the token itself, who learns nothing new. */
export function requireOwnLegacyRight(caller: Caller): void {
  if (caller.kind !== 'user') throw new Refusal('permission/denied');
  if (!caller.mayGrant && caller.token.kind !== 'legacy') throw new Refusal('permission/confirmation-required');
}
