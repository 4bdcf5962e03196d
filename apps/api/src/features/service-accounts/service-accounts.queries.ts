import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Refusal } from '#domain/refusal';
import { ServiceAccountDirectory, serviceAccountDirectory } from '#projections/read-models/models/service-account-directory';
import { TokenValidity } from '#projections/token-validity/token-validity';
import type { Caller } from '../../edge/authentication/caller.js';
import { LongReadTurns } from '../../edge/http/long-read-turns.js';
import { type Page, type PageRequest, pageOf } from '../../edge/http/page-request.js';
import { ReadModelFreshness } from '../../edge/http/read-model-freshness.js';
import { type ServiceAccountView, ServiceAccountViews } from './service-account-views.js';

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

/** The service accounts of the caller's organization, oldest first. */
export class ListServiceAccounts extends Query<Page<ServiceAccountView>> {
  constructor(
    readonly caller: Caller,
    readonly page: PageRequest,
  ) {
    super();
  }
}

@QueryHandler(ListServiceAccounts)
export class ListServiceAccountsHandler implements IQueryHandler<ListServiceAccounts> {
  constructor(
    private readonly freshness: ReadModelFreshness,
    private readonly directory: ServiceAccountDirectory,
    private readonly views: ServiceAccountViews,
    private readonly turns: LongReadTurns,
  ) {}

  async execute({ caller: { organizationId }, page: { limit, cursor } }: ListServiceAccounts): Promise<Page<ServiceAccountView>> {
    await this.freshness.ready(serviceAccountDirectory);
    const listings = await this.directory.list({ organizationId, after: cursor ?? null, limit: limit + 1 });
    return pageOf(
      this.turns,
      listings,
      limit,
      ({ id }) => id,
      async ({ id, texts, created_at }) => this.views.of(id, await this.views.opened(id, JSON.parse(texts), created_at)),
    );
  }
}
