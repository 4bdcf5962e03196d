import { Injectable } from '@nestjs/common';
import { Clock } from '#event-store/clock';
import type { Caller } from '../../edge/authentication/caller.js';
import { integer, type MembersOf, object, type Shape, time } from '../../edge/http/schema.js';
import { LastUses } from '../tokens/last-uses.js';
import { stateOf, type TokenView } from '../tokens/token-view.js';
import { TokenWalk, type WalkedToken } from '../tokens/token-walk.js';
import { listedKinds } from '../tokens/tokens.dto.js';

const dayMs = 86_400_000;
const soonDays = 30;
const unusedDays = 90;

const CountsByState = object('CountsByState', {
  active: integer(4),
  suspended: integer(0),
  expired: integer(2),
  revoked: integer(1),
} satisfies MembersOf<Record<TokenView['state'], number>>);

const CountsByKindAndState = object('CountsByKindAndState', {
  personal: CountsByState,
  legacy: CountsByState,
  'service-account': CountsByState,
  'api-key': CountsByState,
} satisfies MembersOf<Record<(typeof listedKinds)[number], Shape<typeof CountsByState>>>);

/** The caller's own tokens. */
export const OwnTokens = object('OwnTokens', {
  byState: CountsByState,
  nextExpiresAt: time.orNull().about('When the next of those that are active expires; null where none does.'),
});
export type OwnTokens = Shape<typeof OwnTokens>;

/** The tokens of an organization. Beside the states, all counts are of active tokens, which the filters of the list of tokens find. */
export const OrganizationTokens = object('OrganizationTokens', {
  byKindAndState: CountsByKindAndState,
  expiringIn30Days: integer(2),
  unusedFor90Days: integer(1),
  neverUsed: integer(1),
  legacyUsed: integer(1).about('Legacy tokens that have been used.'),
});
export type OrganizationTokens = Shape<typeof OrganizationTokens>;

/** Counts tokens for a home page. */
@Injectable()
export class TokenCounts {
  constructor(
    private readonly walk: TokenWalk,
    private readonly lastUses: LastUses,
    private readonly clock: Clock,
  ) {}

  /** @throws ReadModelBehind service/not-caught-up */
  async own({ organizationId, id: ownerId }: Caller): Promise<OwnTokens> {
    const byState = noTokens();
    let nextExpiresAt: string | null = null;
    for await (const { listing, verdict } of this.walk.over({ organizationId, ownerId, kinds: listedKinds })) {
      byState[stateOf(verdict)] += 1;
      const { expires_at: at } = listing;
      if (verdict.active && at !== null && (nextExpiresAt === null || at < nextExpiresAt)) nextExpiresAt = at;
    }
    return { byState, nextExpiresAt };
  }

  /** @throws ReadModelBehind service/not-caught-up */
  async ofOrganization({ organizationId }: Caller): Promise<OrganizationTokens> {
    const byKindAndState = { personal: noTokens(), legacy: noTokens(), 'service-account': noTokens(), 'api-key': noTokens() };
    const counts = { expiringIn30Days: 0, unusedFor90Days: 0, neverUsed: 0, legacyUsed: 0 };
    const nowMs = this.clock.nowMs();
    for await (const token of this.walk.over({ organizationId, kinds: listedKinds })) {
      byKindAndState[token.row.kind as (typeof listedKinds)[number]][stateOf(token.verdict)] += 1;
      if (token.verdict.active) for (const count of this.#countsOf(token, nowMs)) counts[count] += 1;
    }
    return { byKindAndState, ...counts };
  }

  #countsOf({ row }: WalkedToken, nowMs: number): Exclude<keyof OrganizationTokens, 'byKindAndState'>[] {
    const usedAt = this.lastUses.usedAt(row.id);
    const isExpiring = row.expiresAtMs !== null && row.expiresAtMs < nowMs + soonDays * dayMs;
    const isUnused = usedAt !== null && Date.parse(usedAt) < nowMs - unusedDays * dayMs;
    return [
      ...(isExpiring ? (['expiringIn30Days'] as const) : []),
      ...(isUnused ? (['unusedFor90Days'] as const) : []),
      ...(usedAt === null ? (['neverUsed'] as const) : []),
      ...(row.kind === 'legacy' && usedAt !== null ? (['legacyUsed'] as const) : []),
    ];
  }
}

const noTokens = (): Record<TokenView['state'], number> => ({ active: 0, suspended: 0, expired: 0, revoked: 0 });
