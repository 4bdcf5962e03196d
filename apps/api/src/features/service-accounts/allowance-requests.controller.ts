import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Allow, administrators, everyone, owners } from '../../edge/authentication/access.js';
import { type Caller, FromCaller } from '../../edge/authentication/caller.js';
import { Page } from '../../edge/http/page-request.js';
import { Returns } from '../../edge/http/returns.js';
import { Idempotent } from '../../edge/idempotency/idempotency.interceptor.js';
import { Summary } from '../../edge/openapi/summary.js';
import { DeclineAllowance, GrantAllowance, OpenAllowanceRequest, RequestAllowance } from './allowance-requests.commands.js';
import {
  CreateAllowanceRequest,
  DeclineAllowanceRequest,
  GrantAllowanceRequest,
  ListAllowanceRequestsRequest,
} from './allowance-requests.dto.js';
import { AllowanceRequestView, ListAllowanceRequests } from './allowance-requests.queries.js';

@Controller('v1/service-accounts/allowance-requests')
export class AllowanceRequestsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Summary('Asks the owners for a greater allowance of service accounts; one open request a person.')
  @Post()
  @Returns(OpenAllowanceRequest)
  @Idempotent('allowance-request')
  @Allow({ roles: administrators, act: 'revoke', usersOnly: true })
  request(@FromCaller() caller: Caller, @Body() request: CreateAllowanceRequest): Promise<OpenAllowanceRequest> {
    return this.commands.execute(new RequestAllowance(caller, request));
  }

  @Summary("The requests for a greater allowance and their answers, oldest first; one's own for those who do not oversee the organization.")
  @Get()
  @Returns(Page(AllowanceRequestView))
  @Allow({ roles: everyone, act: 'read' })
  list(@FromCaller() caller: Caller, @Query() request: ListAllowanceRequestsRequest): Promise<Page<AllowanceRequestView>> {
    return this.queries.execute(new ListAllowanceRequests(caller, request));
  }

  @Summary('Grants a request: the allowance is raised.')
  @Post(':id/grant')
  @HttpCode(204)
  @Allow({ roles: owners, act: 'grant' })
  grant(@FromCaller() caller: Caller, @Param('id') id: string, @Body() grant: GrantAllowanceRequest): Promise<void> {
    return this.commands.execute(new GrantAllowance(caller, id, grant));
  }

  @Summary('Declines a request, with a note to the one who asked.')
  @Post(':id/decline')
  @HttpCode(204)
  @Allow({ roles: owners, act: 'revoke' })
  decline(@FromCaller() caller: Caller, @Param('id') id: string, @Body() decline: DeclineAllowanceRequest): Promise<void> {
    return this.commands.execute(new DeclineAllowance(caller, id, decline));
  }
}
