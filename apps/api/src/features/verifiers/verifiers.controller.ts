import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Allow, administrators, overseers } from '../../edge/authentication/access.js';
import { type Caller, FromCaller } from '../../edge/authentication/caller.js';
import { Page, PageRequest } from '../../edge/http/page-request.js';
import { Returns } from '../../edge/http/returns.js';
import { Idempotent } from '../../edge/idempotency/idempotency.interceptor.js';
import { Summary } from '../../edge/openapi/summary.js';
import { VerifierView } from './verifier-view.js';
import { CreatedVerifier, CreateVerifier, DeleteVerifier } from './verifiers.commands.js';
import { CreateVerifierRequest } from './verifiers.dto.js';
import { ListVerifiers } from './verifiers.queries.js';

@Controller('v1/verifiers')
export class VerifiersController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Summary('Lets a program introspect tokens of the organization. Its credential is shown once and cannot be read again.')
  @Post()
  @Idempotent('verifier')
  @Returns(CreatedVerifier)
  @Allow({ roles: administrators, act: 'grant' })
  create(@FromCaller() caller: Caller, @Body() verifier: CreateVerifierRequest): Promise<CreatedVerifier> {
    return this.commands.execute(new CreateVerifier(caller, verifier));
  }

  @Summary('Lists the verifiers of the organization, oldest first.')
  @Get()
  @Returns(Page(VerifierView))
  @Allow({ roles: overseers, act: 'read' })
  list(@FromCaller() caller: Caller, @Query() page: PageRequest): Promise<Page<VerifierView>> {
    return this.queries.execute(new ListVerifiers(caller, page));
  }

  @Summary('Deletes a verifier; its credential is refused at once and for ever.')
  @Delete(':id')
  @HttpCode(204)
  @Allow({ roles: administrators, act: 'revoke' })
  delete(@FromCaller() caller: Caller, @Param('id') id: string): Promise<void> {
    return this.commands.execute(new DeleteVerifier(caller, id));
  }
}
