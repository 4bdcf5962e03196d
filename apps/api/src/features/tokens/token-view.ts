import { kinds } from '#domain/token';
import { isLive, type Standing, standingOf, type Verdict } from '#domain/verdict';
import type { TokenRow } from '#projections/token-validity/token-row';
import type { CredentialJudge } from '../../edge/authentication/credential-judge.js';
import { flag, id, integer, object, oneOf, type Shape, text, time } from '../../edge/http/schema.js';

export const PreviousView = object('PreviousView', {
  generation: integer(1),
  endsAt: time,
  endsOnFirstUse: flag(false).about('Whether the first use of the newest credential ends it earlier.'),
  lastUsedAt: time.orNull().about('The last use of this credential, or of an access token that was made from it.'),
});
export type PreviousView = Shape<typeof PreviousView>;

/** A token as its owner and administrators see it. It contains no part of a secret. */
export const TokenView = object('TokenView', {
  id,
  kind: oneOf(kinds),
  name: text('Nightly export').orNull(),
  createdAt: time,
  expiresAt: time.orNull(),
  lastUsedAt: time.orNull(),
  state: oneOf(['active', 'suspended', 'expired', 'revoked']),
  ownerId: id,
  generation: integer(2).about('How many credentials the token has had.'),
  previous: PreviousView.orNull().about('The generation before, while its credential may be good beside the newest; null otherwise.'),
});
export type TokenView = Shape<typeof TokenView>;

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
export function previousView(row: TokenRow, credentialJudge: CredentialJudge, lastUsedAt: string | null): PreviousView | null {
  const { previous } = row;
  if (!previous || !isPreviousLive(row, credentialJudge)) return null;
  const { generation, endsAtMs, endsOnFirstUse } = previous;
  return { generation, endsAt: new Date(endsAtMs).toISOString(), endsOnFirstUse, lastUsedAt };
}

/** Whether the generation before the newest is good, or may become so again. */
export const isPreviousLive = (row: TokenRow, credentialJudge: CredentialJudge): boolean =>
  row.previous !== null && isLive(credentialJudge.judgeRow(row, row.previous.generation));

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
