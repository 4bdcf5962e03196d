import { isLive, type Standing, standingOf, type Verdict } from '#domain/verdict';
import type { TokenRow } from '#projections/token-validity/token-row';
import type { CredentialJudge } from '../../edge/authentication/credential-judge.js';

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
  /** How many credentials the token has had. */
  readonly generation: number;
  /** The generation before, while its credential may be good beside the newest; null otherwise. */
  readonly previous: PreviousView | null;
}

export interface PreviousView {
  readonly generation: number;
  readonly endsAt: string;
  /** Whether the first use of the newest credential ends it earlier. */
  readonly endsOnFirstUse: boolean;
}

export function tokenView(
  { id, kind, ownerId, generation, expiresAtMs }: TokenRow,
  { name, createdAt, lastUsedAt }: Pick<TokenView, 'name' | 'createdAt' | 'lastUsedAt'>,
  verdict: Verdict,
  previous: PreviousView | null,
): TokenView {
  const expiresAt = expiresAtMs === null ? null : new Date(expiresAtMs).toISOString();
  return { id, kind, name, createdAt, expiresAt, lastUsedAt, state: stateOf(verdict), ownerId, generation, previous };
}

/** The generation before the newest, unless its time is over for ever. */
export function previousView(row: TokenRow, credentialJudge: Pick<CredentialJudge, 'judgeRow'>): PreviousView | null {
  const { previous } = row;
  if (!previous || !isLive(credentialJudge.judgeRow(row, previous.generation))) return null;
  const { generation, endsAtMs, endsOnFirstUse } = previous;
  return { generation, endsAt: new Date(endsAtMs).toISOString(), endsOnFirstUse };
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
