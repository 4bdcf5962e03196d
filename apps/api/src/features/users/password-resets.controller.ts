import { Controller, Delete, Get, HttpCode, Param, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Allow, administrators } from '../../edge/authentication/access.js';
import { type Caller, FromCaller } from '../../edge/authentication/caller.js';
import { Page, PageRequest } from '../../edge/http/page-request.js';
import { Returns } from '../../edge/http/returns.js';
import { Summary } from '../../edge/openapi/summary.js';
import { RevokePasswordReset } from './password-reset.commands.js';
import { ListPasswordResets, PasswordResetView } from './password-resets.queries.js';

@Controller('v1/users/:id/password-resets')
export class PasswordResetsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Summary('Lists the reset links that were made for a person, oldest first, and who asked for them.')
  @Get()
  @Returns(Page(PasswordResetView))
  @Allow({ roles: administrators, act: 'read' })
  list(@FromCaller() caller: Caller, @Param('id') id: string, @Query() page: PageRequest): Promise<Page<PasswordResetView>> {
    return this.queries.execute(new ListPasswordResets(caller, id, page));
  }

  @Summary('Takes a reset link away: it sets no password any more.')
  @Delete(':resetId')
  @HttpCode(204)
  @Allow({ roles: administrators, act: 'revoke' })
  async revoke(@FromCaller() caller: Caller, @Param('id') id: string, @Param('resetId') resetId: string): Promise<void> {
    await this.commands.execute(new RevokePasswordReset(caller, id, resetId));
  }
}
