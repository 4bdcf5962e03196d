import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { allowanceOf, defaultSettings } from '#domain/organization.settings';
import { TokenValidity } from '#projections/token-validity/token-validity';
import { oversees } from '../../edge/authentication/access.js';
import type { Caller } from '../../edge/authentication/caller.js';
import { ReadModelBehind } from '../../edge/http/failure.js';
import { integer, list, object, type Shape } from '../../edge/http/schema.js';
import { RefusalCount, RefusalCounts } from './refusal-counts.js';
import { OrganizationTokens, OwnTokens, TokenCounts } from './token-counts.js';

const Occupancy = object('ServiceAccountOccupancy', { count: integer(1), allowance: integer(2) });

const PeopleCount = object('PeopleCount', { active: integer(12), disabled: integer(1) });
type PeopleCount = Shape<typeof PeopleCount>;

export const OrganizationSummary = object('OrganizationSummary', {
  tokens: OrganizationTokens.orNull(),
  refusedIn24Hours: list(RefusalCount).orNull().about('What was refused within the last day, by reason.'),
  serviceAccounts: Occupancy,
  people: PeopleCount.about('Those who are registered: the active ones take a seat each, which service accounts do not.'),
});
export type OrganizationSummary = Shape<typeof OrganizationSummary>;

/** What a home page shows. A part is null while what it is read from is not caught up, and nobody can tell. */
export const SummaryView = object('SummaryView', {
  ownTokens: OwnTokens.orNull(),
  organization: OrganizationSummary.orNull().about('Null for those who do not oversee the organization.'),
});
export type SummaryView = Shape<typeof SummaryView>;

/** The counts of a home page. */
export class Summarize extends Query<SummaryView> {
  constructor(readonly caller: Caller) {
    super();
  }
}

@QueryHandler(Summarize)
export class SummarizeHandler implements IQueryHandler<Summarize> {
  constructor(
    private readonly validity: TokenValidity,
    private readonly tokens: TokenCounts,
    private readonly refusals: RefusalCounts,
  ) {}

  async execute({ caller }: Summarize): Promise<SummaryView> {
    const ownTokens = await orNull(this.tokens.own(caller));
    return { ownTokens, organization: oversees(caller) ? await this.#organization(caller) : null };
  }

  async #organization(caller: Caller): Promise<OrganizationSummary> {
    const { organizations, serviceAccounts } = this.validity.principals;
    const isLive = ({ status, organizationId }: { status: string; organizationId: string }) =>
      status === 'admitted' && organizationId === caller.organizationId;
    const count = [...serviceAccounts.values()].filter(isLive).length;
    const { settings = defaultSettings } = organizations.get(caller.organizationId) ?? {};
    return {
      tokens: await orNull(this.tokens.ofOrganization(caller)),
      refusedIn24Hours: await orNull(this.refusals.ofDay(caller)),
      serviceAccounts: { count, allowance: allowanceOf(settings) },
      people: this.#people(caller),
    };
  }

  #people({ organizationId }: Caller): PeopleCount {
    const counts = { active: 0, disabled: 0 };
    for (const { homeOrganizationId, number, status } of this.validity.principals.users.values()) {
      if (homeOrganizationId !== organizationId || number === null || status === 'erased') continue;
      counts[status === 'enabled' ? 'active' : 'disabled'] += 1;
    }
    return counts;
  }
}

/** Each part may fail alone. */
async function orNull<Part>(part: Promise<Part>): Promise<Part | null> {
  try {
    return await part;
  } catch (error) {
    if (error instanceof ReadModelBehind) return null;
    throw error;
  }
}
