import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { UserDirectory, type UserListing, userDirectory } from '#projections/read-models/models/user-directory';
import { TokenValidity } from '#projections/token-validity/token-validity';
import type { Caller } from '../../edge/authentication/caller.js';
import { LongReadTurns } from '../../edge/http/long-read-turns.js';
import { type Page, type PageRequest, pageOf } from '../../edge/http/page-request.js';
import { ReadModelFreshness } from '../../edge/http/read-model-freshness.js';
import { organizationUser } from './organization-user.js';
import { People, type Person } from './people.js';
import { type UserView, UserViews } from './user-views.js';

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
    private readonly people: People,
    private readonly views: UserViews,
  ) {}

  async execute({ caller: { organizationId }, userId }: DescribeUser): Promise<UserView> {
    organizationUser(userId, organizationId, this.validity);
    return this.views.of(userId, organizationId, await this.people.user(userId));
  }
}

@QueryHandler(ListUsers)
export class ListUsersHandler implements IQueryHandler<ListUsers> {
  constructor(
    private readonly freshness: ReadModelFreshness,
    private readonly directory: UserDirectory,
    private readonly people: People,
    private readonly views: UserViews,
    private readonly turns: LongReadTurns,
  ) {}

  async execute({ caller: { organizationId }, page: { limit, cursor } }: ListUsers): Promise<Page<UserView>> {
    await this.freshness.ready(userDirectory);
    const listings = await this.directory.list({ organizationId, after: cursor ?? null, limit: limit + 1 });
    return pageOf(
      this.turns,
      listings,
      limit,
      ({ id }) => id,
      async (listing) => this.views.of(listing.id, organizationId, await this.#person(listing)),
    );
  }

  #person({ id, personal, created_at }: UserListing): Promise<Person> {
    return this.people.opened(id, JSON.parse(personal), created_at);
  }
}
