import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Settings } from '#domain/organization.settings';
import { Refusal } from '#domain/refusal';
import { isTypeEnabled } from '#domain/verdict';
import { Clock } from '#event-store/clock';
import { TokenValidity } from '#projections/token-validity/token-validity';
import type { Caller } from '../../edge/authentication/caller.js';
import { LongReadTurns } from '../../edge/http/long-read-turns.js';
import { integer, list, object, type Shape } from '../../edge/http/schema.js';
import { LastUses } from '../tokens/last-uses.js';
import { TokenDetails, TokenDetailViews } from '../tokens/token-detail-views.js';
import { TokenWalk, type WalkedToken } from '../tokens/token-walk.js';
import { listedKinds } from '../tokens/tokens.dto.js';
import type { UpdateOrganizationRequest } from './organization.dto.js';

/** How many tokens, and how many people and service accounts they belong to. */
export const TokenCounts = object('TokenCounts', {
  tokens: integer(12),
  owners: integer(4),
});
export type TokenCounts = Shape<typeof TokenCounts>;

const UsedTokens = object('UsedTokens', {
  ...TokenCounts.members,
  items: list(TokenDetails).about('At most 100, the ones that were used last first.'),
});

export const OrganizationPreview = object('OrganizationPreview', {
  stopped: TokenCounts.about('What is good now, and would be refused after the change.'),
  usedInLast30Days: UsedTokens.about('Those of them that somebody would miss.'),
  outliving: TokenCounts.orNull().about(
    'Good personal access tokens that end later than one could that is created after the change; null if no time-to-live is named.',
  ),
});
export type OrganizationPreview = Shape<typeof OrganizationPreview>;

const dayMs = 86_400_000;
const usedWithinMs = 30 * dayMs;
const itemsMax = 100;

/** What a change of the organization's settings would stop. Nothing is written. */
export class PreviewOrganization extends Query<OrganizationPreview> {
  constructor(
    readonly caller: Caller,
    readonly changes: UpdateOrganizationRequest,
  ) {
    super();
  }
}

interface Used extends WalkedToken {
  readonly usedAt: string;
}

@QueryHandler(PreviewOrganization)
export class PreviewOrganizationHandler implements IQueryHandler<PreviewOrganization> {
  constructor(
    private readonly validity: TokenValidity,
    private readonly walk: TokenWalk,
    private readonly lastUses: LastUses,
    private readonly details: TokenDetailViews,
    private readonly turns: LongReadTurns,
    private readonly clock: Clock,
  ) {}

  async execute({ caller, changes }: PreviewOrganization): Promise<OrganizationPreview> {
    const { organizationId } = caller;
    const stopped = await this.#stoppedBy(organizationId, changes);
    const outliving = await this.#outliving(organizationId, changes);
    const since = new Date(this.clock.nowMs() - usedWithinMs).toISOString();
    const used = stopped.flatMap((token): Used[] => {
      const usedAt = this.lastUses.usedAt(token.row.id);
      return usedAt !== null && usedAt >= since ? [{ ...token, usedAt }] : [];
    });
    used.sort((one, other) => (one.usedAt < other.usedAt ? 1 : -1));
    const names = await this.details.namesForAnswer();
    const items = await this.turns.each(used.slice(0, itemsMax), ({ listing }) => this.details.of(caller, listing, names));
    return { stopped: countsOf(stopped), usedInLast30Days: { ...countsOf(used), items }, outliving };
  }

  /** A change of the time-to-live stops nothing: what was created before keeps its end. */
  async #outliving(organizationId: string, { personalAccessTokenTtlDays: days }: UpdateOrganizationRequest): Promise<TokenCounts | null> {
    if (days === undefined) return null;
    const latestMs = this.clock.nowMs() + days * dayMs;
    const outliving: WalkedToken[] = [];
    for await (const token of this.walk.over({ organizationId, kinds: ['personal'] })) {
      if (token.verdict.active && (token.row.expiresAtMs ?? 0) > latestMs) outliving.push(token);
    }
    return countsOf(outliving);
  }

  async #stoppedBy(organizationId: string, changes: UpdateOrganizationRequest): Promise<WalkedToken[]> {
    const settings = this.validity.principals.organizations.get(organizationId)?.settings;
    if (!settings) throw new Refusal('organization/not-found');
    // What the request leaves out is a member without a value, and must not take the place of a setting.
    const named = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
    const after: Settings = { ...settings, ...named };
    const kinds = listedKinds.filter((kind) => isTypeEnabled(kind, settings) && !isTypeEnabled(kind, after));
    const stopped: WalkedToken[] = [];
    if (kinds.length === 0) return stopped;
    for await (const token of this.walk.over({ organizationId, kinds })) if (token.verdict.active) stopped.push(token);
    return stopped;
  }
}

const countsOf = (tokens: readonly WalkedToken[]): TokenCounts => ({
  tokens: tokens.length,
  owners: new Set(tokens.map(({ row }) => row.ownerId)).size,
});
