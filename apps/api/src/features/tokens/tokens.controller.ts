import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Allow, everyone } from '../../edge/authentication/access.js';
import { type Caller, FromCaller } from '../../edge/authentication/caller.js';
import type { Page } from '../../edge/http/page-request.js';
import { Idempotent } from '../../edge/idempotency/idempotency.interceptor.js';
import { newId } from '../../edge/ids.js';
import { Summary } from '../../edge/openapi/summary.js';
import { CreateLegacyToken, RenewLegacyToken, RevealLegacyToken } from './legacy-token.commands.js';
import { legacyTokenId } from './legacy-token-id.js';
import type { RenewedToken } from './legacy-token-renewal.js';
import type { TokenView } from './token-view.js';
import { type IssuedToken, IssueToken, RevokeToken, RotateToken } from './tokens.commands.js';
import { IssueTokenRequest, ListTokensRequest, RevokeTokenRequest } from './tokens.dto.js';
import { ListTokens } from './tokens.queries.js';

@Controller('v1/tokens')
export class TokensController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Summary('Issues a token to the caller. The credential in the answer is shown once and cannot be read again.')
  @Post()
  @Idempotent('token', createdTokenId)
  @Allow({ roles: everyone, act: 'possession', usersOnly: true })
  issue(@FromCaller() caller: Caller, @Body() request: IssueTokenRequest): Promise<IssuedToken> {
    return this.commands.execute(request.kind === 'legacy' ? new CreateLegacyToken(caller) : new IssueToken(caller, request));
  }

  @Summary('Lists tokens in the order of their ids, which is that of their making but for legacy tokens.')
  @Get()
  @Allow({ roles: everyone, act: 'read' })
  list(@FromCaller() caller: Caller, @Query() request: ListTokensRequest): Promise<Page<TokenView>> {
    return this.queries.execute(new ListTokens(caller, request));
  }

  @Summary('Replaces a personal access token of the caller; the old credential stops at once.')
  @Post(':id/rotate')
  @HttpCode(200)
  @Allow({ roles: everyone, act: 'grant', usersOnly: true })
  rotate(@FromCaller() caller: Caller, @Param('id') id: string): Promise<IssuedToken> {
    return this.commands.execute(new RotateToken(caller, id));
  }

  @Summary("Shows the caller's legacy token.")
  @Post(':id/reveal')
  @HttpCode(200)
  @Allow({ roles: everyone, act: 'possession', usersOnly: true })
  reveal(@FromCaller() caller: Caller, @Param('id') id: string): Promise<IssuedToken> {
    return this.commands.execute(new RevealLegacyToken(caller, id));
  }

  @Summary("Replaces the caller's legacy token; the old one stops at once, and so do the personal tokens that were made with it.")
  @Post(':id/renew')
  @HttpCode(200)
  @Allow({ roles: everyone, act: 'possession', usersOnly: true })
  renew(@FromCaller() caller: Caller, @Param('id') id: string): Promise<RenewedToken> {
    return this.commands.execute(new RenewLegacyToken(caller, id));
  }

  @Summary("Revokes a token for ever: one's own, or, for administrators, that of anybody not above them.")
  @Delete(':id')
  @HttpCode(204)
  @Allow({ roles: everyone, act: 'revoke' })
  revoke(@FromCaller() caller: Caller, @Param('id') id: string, @Query() why: RevokeTokenRequest): Promise<void> {
    return this.commands.execute(new RevokeToken(caller, id, why));
  }
}

/** A person's legacy token always has the same id. */
function createdTokenId({ kind }: IssueTokenRequest, { organizationId, id }: Caller): string {
  return kind === 'legacy' ? legacyTokenId(organizationId, id) : newId();
}
