import { Refusal } from './refusal.js';
import type { Sealed } from './sealed.js';

export type RevocationReason = 'revoked' | 'signed-out' | 'password-changed' | 'redeemed';

/**
 * In which capacity a token was revoked: by its owner, by a person who may act on the owner, by presenting the credential itself, by an
 * operator on the host, or by the server itself.
 */
export type RevokedBy = 'owner' | 'administrator' | 'possession' | 'operator' | 'system';

/** The causes that a caller may state when revoking a token. */
export const statedCauses = ['leaked', 'rotated', 'unused', 'other'] as const;

/** Only the server can state `undelivered`: the credential reached nobody. */
export type RevocationCause = (typeof statedCauses)[number] | 'undelivered';

export interface Revocation {
  readonly reason: RevocationReason;
  readonly by: RevokedBy;
  readonly cause?: RevocationCause;
  readonly note?: Sealed;
  /** The network address from which a link was redeemed. */
  readonly source?: Sealed;
}

export type RevocationEvent =
  /** Final for this generation. `by` and `cause` say in which capacity it was revoked and why, where that is known. */
  {
    type: 'TokenRevoked';
    lookup: string;
    reason: RevocationReason;
    by?: RevokedBy;
    cause?: RevocationCause;
    note?: Sealed;
    source?: Sealed;
  };

interface ResetLink {
  readonly kind: string;
  readonly status: 'active' | 'revoked';
  readonly lookup: string;
  readonly expiresAt: string | null;
}

/** Uses a reset link up at `at` (ISO-8601 UTC). @throws Refusal password-reset/invalid unless it is unused and not expired */
export function redeem({ kind, status, lookup, expiresAt }: ResetLink, { at, source }: { readonly at: string; readonly source?: Sealed }) {
  const isGood = kind === 'password-reset' && status === 'active' && expiresAt !== null && expiresAt > at;
  if (!isGood) throw new Refusal('password-reset/invalid');
  return [revoked({ lookup }, { reason: 'redeemed', by: 'possession', source })];
}

/** @throws Refusal request/invalid when anybody but the server says that the credential was not delivered */
export function revoked({ lookup }: { readonly lookup: string }, { reason, by, cause, note, source }: Revocation) {
  if (cause === 'undelivered' && by !== 'system') throw new Refusal('request/invalid');
  const told = { ...(cause && { cause }), ...(note !== undefined && { note }), ...(source !== undefined && { source }) };
  return { type: 'TokenRevoked', lookup, reason, by, ...told } as const;
}
