import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { TokenValidity } from '#projections/token-validity/token-validity';
import { shownRole, shownRoleMembers } from '../../edge/authentication/access.js';
import type { Caller } from '../../edge/authentication/caller.js';
import { id, object, type Shape, text, time } from '../../edge/http/schema.js';
import { OrganizationView, OrganizationViews } from '../organization/organization-views.js';
import { People } from './people.js';

const { id: organizationId, name: organizationName, createdAt: organizationBegun } = OrganizationView.members;
const MemberOrganization = object('MemberOrganization', { id: organizationId, name: organizationName, createdAt: organizationBegun });
const FirstOwner = object('FirstOwner', { id, email: text('alice@example.com').orNull().about('Null once this person was erased.') });

/** What a member is told of the organization, and of the own place in it. */
export const MembershipView = object('MembershipView', {
  organization: MemberOrganization,
  firstOwner: FirstOwner.about('Of the present owners, the one who has been an owner for the longest time.'),
  ...shownRoleMembers,
  joinedAt: time.orNull(),
});
export type MembershipView = Shape<typeof MembershipView>;

/** The caller's membership in the organization. */
export class DescribeMembership extends Query<MembershipView> {
  constructor(readonly caller: Caller) {
    super();
  }
}

@QueryHandler(DescribeMembership)
export class DescribeMembershipHandler implements IQueryHandler<DescribeMembership> {
  constructor(
    private readonly validity: TokenValidity,
    private readonly organizations: OrganizationViews,
    private readonly people: People,
  ) {}

  async execute({ caller }: DescribeMembership): Promise<MembershipView> {
    const { id: callerId, organizationId } = caller;
    const { id, name, createdAt } = this.organizations.of(organizationId, await this.organizations.name(organizationId));
    const [firstOwnerId] = Object.keys(this.validity.principals.organizations.get(organizationId)?.owners ?? {});
    const { email } = await this.people.user(firstOwnerId);
    const { createdAt: joinedAt } = await this.people.user(callerId);
    return { organization: { id, name, createdAt }, firstOwner: { id: firstOwnerId, email }, ...shownRole(caller), joinedAt };
  }
}
