import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { allowanceOf, defaultSettings } from '#domain/organization.settings';
import { TokenValidity } from '#projections/token-validity/token-validity';
import { oversees } from '../../edge/authentication/access.js';
import type { Caller } from '../../edge/authentication/caller.js';
import { ReadModelBehind } from '../../edge/http/failure.js';
import { type RefusalCount, RefusalCounts } from './refusal-counts.js';
import { type OrganizationTokens, type OwnTokens, TokenCounts } from './token-counts.js';

/** What a home page shows. A part is null while what it is read from is not caught up, and nobody can tell. */
export interface SummaryView {
  readonly ownTokens: OwnTokens | null;
  /** Null for those who do not oversee the organization. */
  readonly organization: OrganizationSummary | null;
}

export interface OrganizationSummary {
  readonly tokens: OrganizationTokens | null;
  /** What was refused within the last day, by reason. */
  readonly refusedIn24Hours: readonly RefusalCount[] | null;
  readonly serviceAccounts: { readonly count: number; readonly allowance: number };
}

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
    };
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
