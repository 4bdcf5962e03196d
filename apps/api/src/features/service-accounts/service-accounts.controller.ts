import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { Allow, administrators, overseers } from '../../edge/authentication/access.js';
import { type Caller, FromCaller } from '../../edge/authentication/caller.js';
import { AlsoInCsv } from '../../edge/http/csv.interceptor.js';
import { entityTag, IfMatch } from '../../edge/http/entity-tag.js';
import { Page } from '../../edge/http/page-request.js';
import { Returns } from '../../edge/http/returns.js';
import { Idempotent } from '../../edge/idempotency/idempotency.interceptor.js';
import { Summary } from '../../edge/openapi/summary.js';
import { OverlapRequest } from '../tokens/overlap.dto.js';
import { ResetServiceAccountToken, ResetToken } from './reset-service-account-token.command.js';
import { ServiceAccountView } from './service-account-views.js';
import { ChangeServiceAccount, CreatedServiceAccount, CreateServiceAccount, DeleteServiceAccount } from './service-accounts.commands.js';
import { ChangeServiceAccountRequest, CreateServiceAccountRequest, ListServiceAccountsRequest } from './service-accounts.dto.js';
import { DescribeServiceAccount, ListServiceAccounts, ServiceAccountDetails } from './service-accounts.queries.js';

@Controller('v1/service-accounts')
export class ServiceAccountsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Summary('Creates a service account. Its credential is shown once and cannot be read again.')
  @Post()
  @Idempotent('service-account')
  @Returns(CreatedServiceAccount)
  @Allow({ roles: administrators, act: 'grant' })
  create(@FromCaller() caller: Caller, @Body() account: CreateServiceAccountRequest): Promise<CreatedServiceAccount> {
    return this.commands.execute(new CreateServiceAccount(caller, account));
  }

  @Summary('Lists the service accounts of the organization, each with its token; all, or those that the filters find.')
  @Get()
  @Returns(Page(ServiceAccountDetails))
  @AlsoInCsv(ServiceAccountDetails)
  @Allow({ roles: overseers, act: 'read' })
  list(@FromCaller() caller: Caller, @Query() request: ListServiceAccountsRequest): Promise<Page<ServiceAccountDetails>> {
    return this.queries.execute(new ListServiceAccounts(caller, request));
  }

  @Summary('One service account of the organization.')
  @Get(':id')
  @Returns(ServiceAccountView)
  @Allow({ roles: overseers, act: 'read' })
  async describe(
    @FromCaller() caller: Caller,
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ServiceAccountView> {
    const account = await this.queries.execute(new DescribeServiceAccount(caller, id));
    reply.header('ETag', entityTag(account));
    return account;
  }

  @Summary('Changes role and scope; lists replace. With If-Match, only an account that nobody changed since.')
  @Patch(':id')
  @Returns(ServiceAccountView)
  @Allow({ roles: administrators, act: 'mixed' })
  async change(
    @FromCaller() caller: Caller,
    @Param('id') id: string,
    @Body() change: ChangeServiceAccountRequest,
    @IfMatch() ifMatch: string | null,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ServiceAccountView> {
    const account = await this.commands.execute(new ChangeServiceAccount(caller, id, change, ifMatch));
    reply.header('ETag', entityTag(account));
    return account;
  }

  @Summary("Replaces the service account's credential, at once or with an overlap, and shows the new one, once.")
  @Post(':id/reset-token')
  @HttpCode(200)
  @Returns(ResetToken)
  @Allow({ roles: administrators, act: 'grant' })
  resetToken(@FromCaller() caller: Caller, @Param('id') id: string, @Body() overlap: OverlapRequest): Promise<ResetToken> {
    return this.commands.execute(new ResetServiceAccountToken(caller, id, overlap));
  }

  @Summary('Deletes a service account; its credential stops at once and for ever.')
  @Delete(':id')
  @HttpCode(204)
  @Allow({ roles: administrators, act: 'revoke' })
  delete(@FromCaller() caller: Caller, @Param('id') id: string): Promise<void> {
    return this.commands.execute(new DeleteServiceAccount(caller, id));
  }
}
