import type { Verdict } from '#domain/verdict';
import type { TokenRow } from '#projections/token-row';

/** A token as its owner and administrators see it. Never any part of a secret. */
export interface TokenView {
  readonly id: string;
  readonly kind: TokenRow['kind'];
  readonly name: string | null;
  readonly createdAt: string;
  readonly expiresAt: string | null;
  readonly lastUsedAt: string | null;
  readonly state: 'active' | 'suspended' | 'expired' | 'revoked';
  readonly ownerId: string;
}

export function tokenView(
  { id, kind, ownerId, expiresAtMs }: TokenRow,
  { name, createdAt, lastUsedAt }: Pick<TokenView, 'name' | 'createdAt' | 'lastUsedAt'>,
  verdict: Verdict,
): TokenView {
  const expiresAt = expiresAtMs === null ? null : new Date(expiresAtMs).toISOString();
  return { id, kind, name, createdAt, expiresAt, lastUsedAt, state: stateOf(verdict), ownerId };
}

/** Suspension ends when its cause does; revocation and expiry are for ever. */
export function stateOf(verdict: Verdict): TokenView['state'] {
  if (verdict.active) return 'active';
  switch (verdict.reason) {
    case 'expired':
      return 'expired';
    case 'owner-disabled':
    case 'membership-inactive':
    case 'type-disabled':
      return 'suspended';
    default:
      return 'revoked';
  }
}
