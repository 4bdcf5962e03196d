import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Refusal } from '#domain/refusal';
import { type ServiceAccountListing, serviceAccountDirectory } from '#projections/read-models/models/service-account-directory';
import { TokenDirectory, type TokenListing, tokenDirectory } from '#projections/read-models/models/token-directory';
import type { ServiceAccountRow } from '#projections/token-validity/principals';
import { TokenValidity } from '#projections/token-validity/token-validity';
import type { Caller } from '../../edge/authentication/caller.js';
import { LongReadTurns } from '../../edge/http/long-read-turns.js';
import type { Page } from '../../edge/http/page-request.js';
import { ReadModelFreshness } from '../../edge/http/read-model-freshness.js';
import { object, type Shape } from '../../edge/http/schema.js';
import type { NamesOfAnswer } from '../activity/principal-names.js';
import { TokenDetails, TokenDetailViews } from '../tokens/token-detail-views.js';
import { ServiceAccountPages } from './service-account-pages.js';
import { ServiceAccountView, ServiceAccountViews } from './service-account-views.js';
import type { ListServiceAccountsRequest } from './service-accounts.dto.js';

/** One service account of the caller's organization. */
export class DescribeServiceAccount extends Query<ServiceAccountView> {
  constructor(
    readonly caller: Caller,
    readonly serviceAccountId: string,
  ) {
    super();
  }
}

@QueryHandler(DescribeServiceAccount)
export class DescribeServiceAccountHandler implements IQueryHandler<DescribeServiceAccount> {
  constructor(
    private readonly validity: TokenValidity,
    private readonly views: ServiceAccountViews,
  ) {}

  async execute({ caller, serviceAccountId: id }: DescribeServiceAccount): Promise<ServiceAccountView> {
    const row = this.validity.principals.serviceAccounts.get(id);
    if (row?.status !== 'admitted' || row.organizationId !== caller.organizationId) throw new Refusal('service-account/not-found');
    return this.views.of(id, await this.views.named(id));
  }
}

/** A service account as lists show it: with its token, and so who created it, how it stands, and when it was used last. */
export const ServiceAccountDetails = object('ServiceAccountDetails', {
  ...ServiceAccountView.members,
  token: TokenDetails,
});
export type ServiceAccountDetails = Shape<typeof ServiceAccountDetails>;

/** The service accounts of the caller's organization. */
export class ListServiceAccounts extends Query<Page<ServiceAccountDetails>> {
  constructor(
    readonly caller: Caller,
    readonly request: ListServiceAccountsRequest,
  ) {
    super();
  }
}

@QueryHandler(ListServiceAccounts)
export class ListServiceAccountsHandler implements IQueryHandler<ListServiceAccounts> {
  constructor(
    private readonly freshness: ReadModelFreshness,
    private readonly tokens: TokenDirectory,
    private readonly validity: TokenValidity,
    private readonly pages: ServiceAccountPages,
    private readonly details: TokenDetailViews,
    private readonly views: ServiceAccountViews,
    private readonly turns: LongReadTurns,
  ) {}

  /** @throws ReadModelBehind service/not-caught-up */
  async execute({ caller, request }: ListServiceAccounts): Promise<Page<ServiceAccountDetails>> {
    for (const readModel of [serviceAccountDirectory, tokenDirectory]) await this.freshness.ready(readModel);
    const names = await this.details.namesForAnswer();
    const { rows, nextCursor } = await this.pages.find(caller, request, names);
    return { items: await this.turns.each(rows, (listing) => this.#shown(caller, listing, names)), nextCursor };
  }

  async #shown(caller: Caller, listing: ServiceAccountListing, names: NamesOfAnswer): Promise<ServiceAccountDetails> {
    const { id, texts, created_at: createdAt } = listing;
    const account = this.views.of(id, await this.views.opened(id, JSON.parse(texts), createdAt));
    const { tokenId } = this.validity.principals.serviceAccounts.get(id) as ServiceAccountRow;
    const token = (await this.tokens.get(tokenId)) as TokenListing;
    return { ...account, token: await this.details.of(caller, token, names) };
  }
}
