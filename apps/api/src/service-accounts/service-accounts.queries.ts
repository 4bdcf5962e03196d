import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { PersonalData } from '#credentials/personal-data';
import { Refusal } from '#domain/refusal';
import type { Role } from '#domain/role';
import * as ServiceAccount from '#domain/service-account';
import { ServiceAccountDirectory, type ServiceAccountListing } from '#projections/service-account-directory';
import { TokenValidity } from '#projections/token-validity';
import type { Caller } from '../authentication/caller.js';
import { type Page, type PageRequest, pageOf } from '../http/page.js';
import { ReadModelFreshness } from '../read-model-freshness.js';

export interface ServiceAccountView extends ServiceAccount.Scope {
  readonly id: string;
  readonly number: number;
  readonly name: string | null;
  readonly role: Role;
  readonly createdAt: string;
}

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
    private readonly freshness: ReadModelFreshness,
    private readonly directory: ServiceAccountDirectory,
    private readonly personalData: PersonalData,
  ) {}

  async execute({ caller, serviceAccountId }: DescribeServiceAccount): Promise<ServiceAccountView> {
    await this.freshness.ready();
    const listing = await this.directory.get(serviceAccountId);
    if (listing?.organization_id !== caller.organizationId) throw new Refusal('service-account/not-found');
    return this.view(listing);
  }

  async view({ id, name: sealed, created_at: createdAt }: ServiceAccountListing): Promise<ServiceAccountView> {
    const row = this.validity.principals.serviceAccounts.get(id);
    if (!row) throw new Refusal('service-account/not-found');
    const { role, workspaceIds, projectIds } = row;
    const name = await this.personalData.open(sealed, { stream: ServiceAccount.streamOf(id), field: 'name' });
    return { id, number: row.number ?? 0, name, role, workspaceIds, projectIds, createdAt };
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
    private readonly describe: DescribeServiceAccountHandler,
  ) {}

  async execute({ caller: { organizationId }, page: { limit, cursor } }: ListServiceAccounts): Promise<Page<ServiceAccountView>> {
    await this.freshness.ready();
    const listings = await this.directory.list({ organizationId, after: cursor ?? null, limit: limit + 1 });
    return pageOf(
      listings,
      limit,
      ({ id }) => id,
      (listing) => this.describe.view(listing),
    );
  }
}
