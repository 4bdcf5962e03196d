import { type Standing, standingOf, type Verdict } from '#domain/verdict';
import type { TokenRow } from '#projections/token-validity/token-row';

/** A token as its owner and administrators see it. It contains no part of a secret. */
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

/** A token that cannot be judged is shown as over, because it admits nobody. */
const states: Readonly<Record<Standing, TokenView['state']>> = {
  active: 'active',
  suspended: 'suspended',
  expired: 'expired',
  revoked: 'revoked',
  unknown: 'revoked',
};

export const stateOf = (verdict: Verdict): TokenView['state'] => states[standingOf(verdict)];

/** What of a token changes only by a decision: its last use would change the entity tag with every request. */
export const lasting = ({ id, kind, name, createdAt, expiresAt, ownerId }: TokenView) => ({
  id,
  kind,
  name,
  createdAt,
  expiresAt,
  ownerId,
});
