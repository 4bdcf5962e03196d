import { Refusal } from './refusal.js';
import type { Sealed } from './sealed.js';

export type RevocationReason = 'revoked' | 'signed-out' | 'password-changed' | 'redeemed';

/**
 * In which capacity a token was ended: as the one it belongs to, as one who may act on them, by holding the credential itself, on
 * the host, or by the server on its own account.
 */
export type RevokedBy = 'owner' | 'administrator' | 'possession' | 'operator' | 'system';

/** What somebody who revokes a token may say about why. */
export const statedCauses = ['leaked', 'rotated', 'unused', 'other'] as const;

/** `undelivered` is what only the server knows: nobody was shown the credential. */
export type RevocationCause = (typeof statedCauses)[number] | 'undelivered';

export interface Revocation {
  readonly reason: RevocationReason;
  readonly by: RevokedBy;
  readonly cause?: RevocationCause;
  readonly note?: Sealed;
  /** Network address of the one who redeemed a link. */
  readonly source?: Sealed;
}

/** @throws Refusal request/invalid when anybody but the server says that the credential was not delivered */
export function revoked({ lookup }: { readonly lookup: string }, { reason, by, cause, note, source }: Revocation) {
  if (cause === 'undelivered' && by !== 'system') throw new Refusal('request/invalid');
  const told = { ...(cause && { cause }), ...(note !== undefined && { note }), ...(source !== undefined && { source }) };
  return { type: 'TokenRevoked', lookup, reason, by, ...told } as const;
}
