import { Controller, Get, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Allow, everyone } from '../../edge/authentication/access.js';
import { type Caller, FromCaller } from '../../edge/authentication/caller.js';
import { Answers } from '../../edge/http/answers.js';
import { Summary } from '../../edge/openapi/summary.js';
import { RenewLegacyToken, RevealLegacyToken } from '../../features/tokens/legacy-token.commands.js';
import { WhoAmI } from './current-user.queries.js';

@Controller('api/current-user')
export class CurrentUserController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Summary('Who the credential belongs to.')
  @Get('whoami')
  @Allow({ roles: everyone, act: 'read' })
  whoami(@FromCaller() caller: Caller): Promise<Record<string, unknown>> {
    return this.queries.execute(new WhoAmI(caller));
  }

  @Summary("Shows the caller's legacy token.")
  @Get('token')
  @Answers('secret')
  @Allow({ roles: everyone, act: 'possession', usersOnly: true })
  async reveal(@FromCaller() caller: Caller): Promise<{ token: string }> {
    const { credential } = await this.commands.execute(new RevealLegacyToken(caller));
    return { token: credential };
  }

  @Summary("Replaces the caller's legacy token; the old one stops at once.")
  @Post('reset-token')
  @Allow({ roles: everyone, act: 'possession', usersOnly: true })
  async renew(@FromCaller() caller: Caller): Promise<{ token: string }> {
    const { credential } = await this.commands.execute(new RenewLegacyToken(caller));
    return { token: credential };
  }
}
