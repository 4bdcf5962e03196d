import { Refusal } from './refusal.js';
import { mayActOn, type Role } from './role.js';
import type { Sealed } from './sealed.js';
import { type Overlap, overlapSecondsMax } from './token.overlap.js';
import { isExpired } from './token.records.js';

/** What an API key has beside every other token. */
export interface ApiKeyTerms {
  /** It acts in the lower of this role and its owner's. */
  readonly role?: Role;
  /** The addresses and networks from which it is good, as JSON; absent where it is good from everywhere. */
  readonly allowedAddresses?: Sealed;
  /** Id of the token with which it was made. */
  readonly createdWith?: string;
  /** Id of the key whose place it is to take. Until that key's stream names it as the successor, nobody was shown its credential. */
  readonly replaces?: string;
}

export type ApiKeyEvent =
  /** From now on the key is good from these addresses alone; null means from everywhere. */
  | { type: 'AllowedAddressesChanged'; allowedAddresses: Sealed | null }
  /**
   * Another key takes the place of this one, which stays good until `endsAt`, its new expiry. With `endsOnFirstUse` it is revoked when the
   * first use of the other one is noticed, if that is earlier.
   */
  | { type: 'ApiKeyReplaced'; lookup: string; successorId: string; endsAt: string; endsOnFirstUse?: true };

/** `at` is ISO-8601 UTC. */
export type ApiKeyCommand =
  | { type: 'ChangeAllowedAddresses'; allowedAddresses: Sealed | null }
  | ({ type: 'ReplaceApiKey'; successorId: string; at: string } & Overlap);

/** One minute to 25 weeks, in seconds: what Labelbox calls six months. */
export const validitySecondsMin = 60;
export const validitySecondsMax = 15_120_000;

/** The part of a token's state that decisions about an API key read. */
interface ApiKey {
  readonly kind: string;
  readonly status: 'active' | 'revoked';
  readonly lookup: string;
  readonly expiresAt: string | null;
  readonly allowedAddresses?: Sealed;
  readonly replacedBy: string | null;
}

/**
 * An owner's key is at most an administrator's, an auditor's keys are auditor's keys, and nobody else's are. Nobody makes a key whose role
 * is above their own.
 *
 * @throws Refusal role/above-own or api-key/role-mismatch
 */
export function requireMayMakeKey(role: Role, { ownersRole, byRole }: { readonly ownersRole: Role; readonly byRole: Role }): void {
  if (role === 'owner' || (role !== byRole && !mayActOn(byRole, role))) throw new Refusal('role/above-own');
  if ((role === 'auditor') !== (ownersRole === 'auditor')) throw new Refusal('api-key/role-mismatch');
}

/** What a new API key is asked to be. */
interface AskedKey {
  readonly role?: Role;
  /** How long it is to live. */
  readonly validitySeconds?: number;
}

/** @throws Refusal request/invalid without a role, api-key/validity-out-of-range */
export function requireKeyTerms({ role, validitySeconds = 0 }: AskedKey): void {
  if (role === undefined) throw new Refusal('request/invalid');
  const isInRange = validitySeconds >= validitySecondsMin && validitySeconds <= validitySecondsMax;
  if (!Number.isInteger(validitySeconds) || !isInRange) throw new Refusal('api-key/validity-out-of-range');
}

/** @throws Refusal token/not-found for another kind, token/revoked, token/expired, or token/superseded once another key took its place */
export function decideApiKey(key: ApiKey, command: ApiKeyCommand): ApiKeyEvent[] {
  if (key.kind !== 'api-key') throw new Refusal('token/not-found');
  if (key.status === 'revoked') throw new Refusal('token/revoked');
  if (command.type === 'ReplaceApiKey') return replace(key, command);
  const { allowedAddresses } = command;
  return allowedAddresses === (key.allowedAddresses ?? null) ? [] : [{ type: 'AllowedAddressesChanged', allowedAddresses }];
}

function replace(
  key: ApiKey,
  { successorId, at, overlapEndsAt = at, endsOnFirstUse }: Extract<ApiKeyCommand, { type: 'ReplaceApiKey' }>,
): ApiKeyEvent[] {
  const { lookup, expiresAt, replacedBy } = key;
  if (replacedBy === successorId) return [];
  if (replacedBy !== null) throw new Refusal('token/superseded');
  if (isExpired(key, at)) throw new Refusal('token/expired');
  if (Date.parse(overlapEndsAt) - Date.parse(at) > overlapSecondsMax * 1000) throw new Refusal('request/invalid');
  const endsAt = expiresAt !== null && expiresAt < overlapEndsAt ? expiresAt : overlapEndsAt;
  return [{ type: 'ApiKeyReplaced', lookup, successorId, endsAt, ...(endsOnFirstUse && { endsOnFirstUse: true as const }) }];
}
