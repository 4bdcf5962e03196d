import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Role } from '#domain/role';
import { TokenValidity } from '#projections/token-validity';
import { UserDirectory, type UserListing } from '#projections/user-directory';
import type { Caller } from '../authentication/caller.js';
import { type Page, type PageRequest, pageOf } from '../http/page.js';
import { ReadModelFreshness } from '../read-model-freshness.js';
import { organizationUser } from './organization-user.js';
import { type Person, PersonOf } from './person.js';

export interface UserView extends Person {
  readonly id: string;
  readonly number: number;
  readonly role: Role;
  readonly disabled: boolean;
}

/** The people of the caller's organization, oldest first. */
export class ListUsers extends Query<Page<UserView>> {
  constructor(
    readonly caller: Caller,
    readonly page: PageRequest,
  ) {
    super();
  }
}

/** One person of the caller's organization. */
export class DescribeUser extends Query<UserView> {
  constructor(
    readonly caller: Caller,
    readonly userId: string,
  ) {
    super();
  }
}

@QueryHandler(DescribeUser)
export class DescribeUserHandler implements IQueryHandler<DescribeUser> {
  constructor(
    private readonly validity: TokenValidity,
    private readonly freshness: ReadModelFreshness,
    private readonly directory: UserDirectory,
    private readonly personOf: PersonOf,
  ) {}

  async execute({ caller, userId }: DescribeUser): Promise<UserView> {
    organizationUser(userId, caller.organizationId, this.validity);
    await this.freshness.ready();
    const listing = await this.directory.get(userId);
    return this.view(listing as UserListing, caller.organizationId);
  }

  async view(listing: UserListing, organizationId: string): Promise<UserView> {
    const { user, role } = organizationUser(listing.id, organizationId, this.validity);
    const person = await this.personOf.listing(listing);
    const disabled = this.validity.principals.ownerFacts('user', user.id, organizationId)?.status !== 'enabled';
    return { id: user.id, number: user.number ?? 0, ...person, role, disabled };
  }
}

@QueryHandler(ListUsers)
export class ListUsersHandler implements IQueryHandler<ListUsers> {
  constructor(
    private readonly freshness: ReadModelFreshness,
    private readonly directory: UserDirectory,
    private readonly describe: DescribeUserHandler,
  ) {}

  async execute({ caller: { organizationId }, page: { limit, cursor } }: ListUsers): Promise<Page<UserView>> {
    await this.freshness.ready();
    const listings = await this.directory.list({ organizationId, after: cursor ?? null, limit: limit + 1 });
    return pageOf(
      listings,
      limit,
      ({ id }) => id,
      (listing) => this.describe.view(listing, organizationId),
    );
  }
}
