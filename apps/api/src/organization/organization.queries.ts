import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { PersonalData } from '#credentials/personal-data';
import * as Organization from '#domain/organization';
import type { Settings } from '#domain/organization.settings';
import { Refusal } from '#domain/refusal';
import { TokenValidity } from '#projections/token-validity';
import type { Caller } from '../authentication/caller.js';

export interface OrganizationView extends Settings {
  readonly id: string;
  readonly number: number;
  readonly name: string | null;
  readonly createdAt: string;
}

/** The caller's organization and its settings. */
export class DescribeOrganization extends Query<OrganizationView> {
  constructor(readonly caller: Caller) {
    super();
  }
}

@QueryHandler(DescribeOrganization)
export class DescribeOrganizationHandler implements IQueryHandler<DescribeOrganization> {
  constructor(
    private readonly validity: TokenValidity,
    private readonly personalData: PersonalData,
  ) {}

  async execute({ caller }: DescribeOrganization): Promise<OrganizationView> {
    const row = this.validity.principals.organizations.get(caller.organizationId);
    if (!row) throw new Refusal('organization/not-found');
    const { id, number, createdAt, settings } = row;
    const name = await this.personalData.open(row.name, { stream: Organization.streamOf(id), field: 'name' });
    return { id, number, name, createdAt, ...settings };
  }
}
