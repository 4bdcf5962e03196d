import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { TokenValidity } from '#projections/token-validity/token-validity';
import type { Caller } from '../../edge/authentication/caller.js';
import { LongReadTurns } from '../../edge/http/long-read-turns.js';
import type { Page } from '../../edge/http/page-request.js';
import { PrincipalNames } from '../activity/principal-names.js';
import { organizationUser } from './organization-user.js';
import { People } from './people.js';
import { PrincipalPages } from './principal-pages.js';
import { type PrincipalView, PrincipalViews } from './principal-views.js';
import { type UserView, UserViews } from './user-views.js';
import type { ListUsersRequest } from './users.dto.js';

/** People and service accounts of the caller's organization. */
export class ListUsers extends Query<Page<PrincipalView>> {
  constructor(
    readonly caller: Caller,
    readonly request: ListUsersRequest,
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
    private readonly names: PrincipalNames,
    private readonly pages: PrincipalPages,
    private readonly views: PrincipalViews,
    private readonly turns: LongReadTurns,
  ) {}

  /** @throws ReadModelBehind service/not-caught-up */
  async execute({ caller, request }: ListUsers): Promise<Page<PrincipalView>> {
    const names = await this.names.forAnswer();
    const { rows, nextCursor } = await this.pages.find(caller, request, names);
    return { items: await this.turns.each(rows, (listing) => this.views.of(caller, listing, names)), nextCursor };
  }
}
