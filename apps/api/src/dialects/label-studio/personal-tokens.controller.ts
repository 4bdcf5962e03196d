import { Body, Controller, Get, HttpCode, Post, Req } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { FastifyRequest } from 'fastify';
import { Refusal } from '#domain/refusal';
import { Allow, everyone, Public } from '../../edge/authentication/access.js';
import { type Caller, FromCaller } from '../../edge/authentication/caller.js';
import { statusOf } from '../../edge/http/failure.js';
import { Reads, type Sent } from '../../edge/http/request-classes.js';
import { Returns } from '../../edge/http/returns.js';
import { list, object, type Shape, text, time } from '../../edge/http/schema.js';
import { Summary } from '../../edge/openapi/summary.js';
import { EndPreviousGeneration } from '../../features/tokens/end-previous-generation.command.js';
import { fromOf } from '../../features/tokens/last-uses.js';
import { IssueToken, RevokeToken, RotateToken } from '../../features/tokens/tokens.commands.js';
import { invalidRefreshToken, NamedTokens } from './named-tokens.js';
import { AccessToken, ExchangeToken, ListedToken, ListPersonalTokens } from './personal-tokens.queries.js';
import { RequestFields } from './request-fields.js';
import { RefreshTokenRequest } from './requests.js';

const CreatedToken = object('CreatedToken', { token: text('eyJ….eyJ….…'), created_at: time, expires_at: time.orNull() });
type CreatedToken = Shape<typeof CreatedToken>;

const RotatedToken = object('RotatedToken', { refresh: text('eyJ….eyJ….…') });
type RotatedToken = Shape<typeof RotatedToken>;

@Controller('api/token')
export class PersonalTokensController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly named: NamedTokens,
  ) {}

  @Summary('Creates a personal access token; the answer is the only time it is shown.')
  @Post()
  @Returns(CreatedToken)
  @Allow({ roles: everyone, act: 'possession', usersOnly: true })
  async create(@FromCaller() caller: Caller): Promise<CreatedToken> {
    await this.named.requireRoom(caller);
    const { credential, token } = await this.commands.execute(new IssueToken(caller, {}));
    return { token: credential, created_at: token.createdAt, expires_at: token.expiresAt };
  }

  @Summary("Lists the caller's personal access tokens without their signatures.")
  @Get()
  @Returns(list(ListedToken))
  @Allow({ roles: everyone, act: 'read', usersOnly: true })
  list(@FromCaller() caller: Caller): Promise<readonly ListedToken[]> {
    return this.queries.execute(new ListPersonalTokens(caller));
  }

  @Summary('Exchanges a personal access token for an access token.')
  @Post('refresh')
  @Reads(RefreshTokenRequest)
  @HttpCode(200)
  @Returns(AccessToken)
  @Public('The personal access token in the body is the credential.')
  refresh(@Body() body: Sent<RefreshTokenRequest>, @Req() request: FastifyRequest): Promise<AccessToken> {
    return this.queries.execute(new ExchangeToken(refreshIn(body), fromOf(request)));
  }

  @Summary('Revokes a personal access token of the caller.')
  @Post('blacklist')
  @Reads(RefreshTokenRequest)
  @HttpCode(204)
  @Allow({ roles: everyone, act: 'revoke', usersOnly: true })
  async blacklist(@FromCaller() caller: Caller, @Body() body: Sent<RefreshTokenRequest>): Promise<void> {
    const { row, generation } = await this.named.revocable(caller, refreshIn(body));
    const isNewest = generation === row.generation;
    await this.commands.execute(isNewest ? new RevokeToken(caller, row.id) : new EndPreviousGeneration(caller, row.id, generation));
  }

  @Summary("Replaces the personal access token in the body, which must be the caller's and whole.")
  @Post('rotate')
  @Reads(RefreshTokenRequest)
  @HttpCode(200)
  @Returns(RotatedToken)
  @Allow({ roles: everyone, act: 'possession', usersOnly: true })
  async rotate(@FromCaller() caller: Caller, @Body() body: Sent<RefreshTokenRequest>): Promise<RotatedToken> {
    const { row, generation } = await this.named.whole(caller, refreshIn(body));
    try {
      return { refresh: (await this.commands.execute(new RotateToken(caller, row.id, {}, generation))).credential };
    } catch (error) {
      // A fault of ours is not blamed on the token.
      throw error instanceof Refusal && statusOf[error.code] < 500 ? invalidRefreshToken() : error;
    }
  }
}

function refreshIn(body: Sent<RefreshTokenRequest>): string {
  const fields = new RequestFields(body);
  const refresh = fields.text('refresh');
  fields.check();
  return refresh;
}
