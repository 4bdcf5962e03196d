import { Controller, Get, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Allow, everyone } from '../../edge/authentication/access.js';
import { type Caller, FromCaller } from '../../edge/authentication/caller.js';
import { Answers } from '../../edge/http/answers.js';
import { Returns } from '../../edge/http/returns.js';
import { object, type Shape, text } from '../../edge/http/schema.js';
import { Summary } from '../../edge/openapi/summary.js';
import { RenewLegacyToken, RevealLegacyToken } from '../../features/tokens/legacy-token.commands.js';
import { WhoAmI, WhoAmIView } from './current-user.queries.js';

const ShownLegacyToken = object('ShownLegacyToken', { token: text('…') });
type ShownLegacyToken = Shape<typeof ShownLegacyToken>;

@Controller('api/current-user')
export class CurrentUserController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Summary('Who the credential belongs to.')
  @Get('whoami')
  @Returns(WhoAmIView)
  @Allow({ roles: everyone, act: 'read' })
  whoami(@FromCaller() caller: Caller): Promise<WhoAmIView> {
    return this.queries.execute(new WhoAmI(caller));
  }

  @Summary("Shows the caller's legacy token.")
  @Get('token')
  @Answers('secret')
  @Returns(ShownLegacyToken)
  @Allow({ roles: everyone, act: 'possession', usersOnly: true })
  async reveal(@FromCaller() caller: Caller): Promise<ShownLegacyToken> {
    const { credential } = await this.commands.execute(new RevealLegacyToken(caller));
    return { token: credential };
  }

  @Summary("Replaces the caller's legacy token; the old one stops at once.")
  @Post('reset-token')
  @Returns(ShownLegacyToken)
  @Allow({ roles: everyone, act: 'possession', usersOnly: true })
  async renew(@FromCaller() caller: Caller): Promise<ShownLegacyToken> {
    const { credential } = await this.commands.execute(new RenewLegacyToken(caller));
    return { token: credential };
  }
}
