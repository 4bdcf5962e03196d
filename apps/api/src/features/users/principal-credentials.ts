import { Injectable } from '@nestjs/common';
import type { OwnerKind } from '#domain/token';
import { TokenValidity } from '#projections/token-validity/token-validity';
import { integer, object, type Shape, time } from '../../edge/http/schema.js';
import { LastUses } from '../tokens/last-uses.js';
import { TokenWalk } from '../tokens/token-walk.js';
import { listedKinds } from '../tokens/tokens.dto.js';

interface Principal {
  readonly kind: OwnerKind;
  readonly id: string;
}

const TokenTotals = object('TokenTotals', { active: integer(1), total: integer(3) });

/** What is known of the credentials of a person or service account in one organization. */
export const CredentialSummary = object('CredentialSummary', {
  lastSeenAt: time
    .orNull()
    .about('When a credential was used last; a session counts to a tenth of its idle limit. Null where none ever was.'),
  tokens: TokenTotals.about('Tokens that lists show: those that are good now, and all that there ever were.'),
});
export type CredentialSummary = Shape<typeof CredentialSummary>;

/** When somebody was seen last; null for one whom nobody has seen. */
export type LastSeen = (principal: Principal) => string | null;

/** Counts the tokens of people and service accounts, and says when they were seen last. */
@Injectable()
export class PrincipalCredentials {
  constructor(
    private readonly validity: TokenValidity,
    private readonly walk: TokenWalk,
    private readonly lastUses: LastUses,
  ) {}

  /** When each of an organization was seen last, for an answer that asks of all: their tokens are looked at once, together. */
  async lastSeen(organizationId: string): Promise<LastSeen> {
    const newest = new Map<string, string>();
    for await (const { row } of this.walk.over({ organizationId, kinds: listedKinds })) {
      const usedAt = this.lastUses.usedAt(row.id);
      if (usedAt !== null && usedAt > (newest.get(row.ownerId) ?? '')) newest.set(row.ownerId, usedAt);
    }
    return ({ id }) => {
      const times = [...(newest.has(id) ? [newest.get(id) as string] : []), ...this.#sessionTimes(organizationId, id)];
      return times.sort().at(-1) ?? null;
    };
  }

  async summary(organizationId: string, { id: ownerId }: Principal): Promise<CredentialSummary> {
    const times = this.#sessionTimes(organizationId, ownerId);
    let [active, total] = [0, 0];
    for await (const { row, verdict } of this.walk.over({ organizationId, ownerId, kinds: listedKinds })) {
      total += 1;
      if (verdict.active) active += 1;
      const usedAt = this.lastUses.usedAt(row.id);
      if (usedAt !== null) times.push(usedAt);
    }
    return { lastSeenAt: times.sort().at(-1) ?? null, tokens: { active, total } };
  }

  /** A service account has no sessions. */
  #sessionTimes(organizationId: string, id: string): string[] {
    const sessions = this.validity.tokens.sessionsOf(id).filter((session) => session.organizationId === organizationId);
    return sessions.flatMap(({ lastSeenMs }) => (lastSeenMs === null ? [] : [new Date(lastSeenMs).toISOString()]));
  }
}
