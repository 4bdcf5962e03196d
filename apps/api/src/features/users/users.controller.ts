import { Body, Controller, Get, HttpCode, Param, Post, Put, Query, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Config } from '#installation/config';
import { Allow, administrators, everyone, overseers, owners, Public } from '../../edge/authentication/access.js';
import { type Caller, FromCaller, FromOrigin, type Origin } from '../../edge/authentication/caller.js';
import { AlsoInCsv } from '../../edge/http/csv.interceptor.js';
import { entityTag, IfMatch } from '../../edge/http/entity-tag.js';
import { Page } from '../../edge/http/page-request.js';
import { Returns } from '../../edge/http/returns.js';
import { Idempotent } from '../../edge/idempotency/idempotency.interceptor.js';
import { Summary } from '../../edge/openapi/summary.js';
import { setDeviceCookie } from '../sessions/session-cookie.js';
import { ChangeMemberRole } from './change-member-role.command.js';
import { DisableUser, EnableUser } from './disable-user.command.js';
import { ErasePersonalData } from './erase-personal-data.command.js';
import { DescribeFootprint, FootprintView } from './footprint.queries.js';
import { DescribeMembership, MembershipView } from './membership.queries.js';
import { ChangeOwnPassword } from './password.commands.js';
import { MadeResetLink, RedeemPasswordReset, RequestPasswordReset } from './password-reset.commands.js';
import { PrincipalView } from './principal-views.js';
import { RegisterUser } from './register-user.command.js';
import { RevokeUserTokens } from './revoke-user-tokens.command.js';
import { TakenAddresses } from './taken-addresses.js';
import { UserView } from './user-views.js';
import {
  ChangePasswordRequest,
  ChangeRoleRequest,
  ListUsersRequest,
  RedeemPasswordResetRequest,
  RegisterUserRequest,
} from './users.dto.js';
import { DescribeUser, ListUsers } from './users.queries.js';

@Controller('v1')
export class UsersController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly config: Config,
    private readonly addresses: TakenAddresses,
  ) {}

  @Summary("Registers a person in the caller's organization.")
  @Post('users')
  @Idempotent('user')
  @Returns(UserView)
  @Allow({ roles: administrators, act: 'mixed', freely: 'register an annotator, reviewer or manager without a password' })
  register(@FromCaller() caller: Caller, @Body() user: RegisterUserRequest, @Req() { ip }: FastifyRequest): Promise<UserView> {
    return this.addresses.asked(caller, ip, () => this.commands.execute(new RegisterUser(caller, user)));
  }

  @Summary('Lists the people of the organization, and its service accounts where they are asked for; all, or those that the filters find.')
  @Get('users')
  @Returns(Page(PrincipalView))
  @AlsoInCsv(PrincipalView)
  @Allow({ roles: overseers, act: 'read' })
  list(@FromCaller() caller: Caller, @Query() request: ListUsersRequest): Promise<Page<PrincipalView>> {
    return this.queries.execute(new ListUsers(caller, request));
  }

  @Summary('The person whose credential this is.')
  @Get('users/me')
  @Returns(UserView)
  @Allow({ roles: everyone, act: 'read', usersOnly: true, beforePasswordChange: true })
  me(@FromCaller() caller: Caller): Promise<UserView> {
    return this.queries.execute(new DescribeUser(caller, caller.id));
  }

  @Summary('What the person whose credential this is belongs to: the organization and its first owner, the own role, and since when.')
  @Get('users/me/membership')
  @Returns(MembershipView)
  @Allow({ roles: everyone, act: 'read', usersOnly: true })
  membership(@FromCaller() caller: Caller): Promise<MembershipView> {
    return this.queries.execute(new DescribeMembership(caller));
  }

  @Summary('One person of the organization.')
  @Get('users/:id')
  @Returns(UserView)
  @Allow({ roles: overseers, act: 'read' })
  async describe(
    @FromCaller() caller: Caller,
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<UserView> {
    const user = await this.queries.execute(new DescribeUser(caller, id));
    reply.header('ETag', entityTag(user));
    return user;
  }

  @Summary('What is left of a person to take away: tokens, sessions, and what they created or whose credential they were shown.')
  @Get('users/:id/footprint')
  @Returns(FootprintView)
  @Allow({ roles: overseers, act: 'read' })
  footprint(@FromCaller() caller: Caller, @Param('id') id: string): Promise<FootprintView> {
    return this.queries.execute(new DescribeFootprint(caller, id));
  }

  @Summary('Suspends every credential of a person at once.')
  @Post('users/:id/disable')
  @HttpCode(200)
  @Returns(UserView)
  @Allow({ roles: administrators, act: 'revoke' })
  disable(@FromCaller() caller: Caller, @Param('id') id: string): Promise<UserView> {
    return this.commands.execute(new DisableUser(caller, id));
  }

  @Summary('Ends the suspension of a person.')
  @Post('users/:id/enable')
  @HttpCode(200)
  @Returns(UserView)
  @Allow({ roles: administrators, act: 'grant' })
  enable(@FromCaller() caller: Caller, @Param('id') id: string): Promise<UserView> {
    return this.commands.execute(new EnableUser(caller, id));
  }

  @Summary('Makes everything personal about a disabled person unreadable, for ever.')
  @Post('users/:id/erase')
  @HttpCode(200)
  @Returns(UserView)
  @Allow({ roles: owners, act: 'grant' })
  erase(@FromCaller() caller: Caller, @Param('id') id: string): Promise<UserView> {
    return this.commands.execute(new ErasePersonalData(caller, id));
  }

  @Summary('Revokes every credential that a person was issued until now.')
  @Post('users/:id/revoke-tokens')
  @HttpCode(200)
  @Returns(UserView)
  @Allow({ roles: administrators, act: 'revoke' })
  revokeTokens(@FromCaller() caller: Caller, @Param('id') id: string): Promise<UserView> {
    return this.commands.execute(new RevokeUserTokens(caller, id));
  }

  @Summary('Makes a one-time link with which a person sets a new password.')
  @Post('users/:id/password-reset')
  @Idempotent('password-reset')
  @Returns(MadeResetLink)
  @Allow({ roles: administrators, act: 'grant' })
  requestPasswordReset(@FromCaller() caller: Caller, @Param('id') id: string): Promise<MadeResetLink> {
    return this.commands.execute(new RequestPasswordReset(caller, id));
  }

  @Summary('Changes what a person may do. With If-Match, only of a person whom nobody changed since.')
  @Put('users/:id/role')
  @Returns(UserView)
  @Allow({ roles: administrators, act: 'mixed' })
  async changeRole(
    @FromCaller() caller: Caller,
    @Param('id') id: string,
    @Body() change: ChangeRoleRequest,
    @IfMatch() ifMatch: string | null,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<UserView> {
    const user = await this.commands.execute(new ChangeMemberRole(caller, id, change, ifMatch));
    reply.header('ETag', entityTag(user));
    return user;
  }

  @Summary("Changes the caller's password; every other session of the caller ends.")
  @Put('users/me/password')
  @HttpCode(204)
  @Allow({ roles: everyone, act: 'revoke', sessionOnly: true, beforePasswordChange: true })
  changePassword(@FromCaller() caller: Caller, @Body() passwords: ChangePasswordRequest): Promise<void> {
    return this.commands.execute(new ChangeOwnPassword(caller, passwords));
  }

  @Summary('Sets a new password with a reset link; every session of the person ends.')
  @Post('password-resets')
  @HttpCode(204)
  @Public('The secret of the reset link is the credential.')
  async redeemPasswordReset(
    @FromOrigin() origin: Origin,
    @Body() redemption: RedeemPasswordResetRequest,
    @Req() { ip }: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const { deviceCookie } = await this.commands.execute(new RedeemPasswordReset(redemption, ip, origin));
    setDeviceCookie(reply, deviceCookie, this.config);
  }
}
