import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Caller } from '../../edge/authentication/caller.js';
import { type OrganizationView, OrganizationViews } from './organization-views.js';

/** The caller's organization and its settings. */
export class DescribeOrganization extends Query<OrganizationView> {
  constructor(readonly caller: Caller) {
    super();
  }
}

@QueryHandler(DescribeOrganization)
export class DescribeOrganizationHandler implements IQueryHandler<DescribeOrganization> {
  constructor(private readonly views: OrganizationViews) {}

  async execute({ caller: { organizationId } }: DescribeOrganization): Promise<OrganizationView> {
    return this.views.of(organizationId, await this.views.name(organizationId));
  }
}
