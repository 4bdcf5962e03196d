import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { Refusal } from '#domain/refusal';
import { Allow, everyone, overseers } from '../../edge/authentication/access.js';
import { type Caller, FromCaller } from '../../edge/authentication/caller.js';
import { AlsoInCsv } from '../../edge/http/csv.interceptor.js';
import { entityTag, IfMatch } from '../../edge/http/entity-tag.js';
import { Page } from '../../edge/http/page-request.js';
import { Returns } from '../../edge/http/returns.js';
import { Idempotent } from '../../edge/idempotency/idempotency.interceptor.js';
import { newId } from '../../edge/ids.js';
import { Summary } from '../../edge/openapi/summary.js';
import { EndPreviousGeneration } from './end-previous-generation.command.js';
import { IdentifiedCredential, IdentifyCredential } from './identify-credential.queries.js';
import { CreateLegacyToken, RenewLegacyToken, RevealLegacyToken } from './legacy-token.commands.js';
import { legacyTokenId } from './legacy-token-id.js';
import { RenewedToken } from './legacy-token-renewal.js';
import { OverlapRequest } from './overlap.dto.js';
import { RenameToken } from './rename-token.command.js';
import { RevocationResults, RevokeTokens } from './revoke-tokens.command.js';
import { TokenDetails } from './token-detail-views.js';
import { lasting, TokenView } from './token-view.js';
import { IssuedToken, IssueToken, RevokeToken, RotateToken } from './tokens.commands.js';
import {
  IdentifyCredentialRequest,
  IssueTokenRequest,
  ListTokensRequest,
  RenameTokenRequest,
  RevokeTokenRequest,
  RevokeTokensRequest,
} from './tokens.dto.js';
import { DescribeToken, ListTokens } from './tokens.queries.js';

@Controller('v1/tokens')
export class TokensController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Summary('Issues a token to the caller. The credential in the answer is shown once and cannot be read again.')
  @Post()
  @Idempotent('token', createdTokenId)
  @Returns(IssuedToken)
  @Allow({ roles: everyone, act: 'possession', usersOnly: true })
  issue(@FromCaller() caller: Caller, @Body() request: IssueTokenRequest): Promise<IssuedToken> {
    return this.commands.execute(request.kind === 'legacy' ? new CreateLegacyToken(caller) : new IssueToken(caller, request));
  }

  @Summary(
    "Lists tokens: one's own, or, for those who oversee the organization, those of everybody. A page may be short of its limit; the last " +
      'has no cursor.',
  )
  @Get()
  @Returns(Page(TokenDetails))
  @AlsoInCsv(TokenDetails)
  @Allow({ roles: everyone, act: 'read' })
  list(@FromCaller() caller: Caller, @Query() request: ListTokensRequest): Promise<Page<TokenDetails>> {
    return this.queries.execute(new ListTokens(caller, request));
  }

  @Summary("Describes one token: one's own, or, for those who oversee the organization, anybody's.")
  @Get(':id')
  @Returns(TokenDetails)
  @Allow({ roles: everyone, act: 'read' })
  async describe(
    @FromCaller() caller: Caller,
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TokenDetails> {
    const token = await this.queries.execute(new DescribeToken(caller, id));
    reply.header('ETag', entityTag(lasting(token)));
    return token;
  }

  @Summary('Gives a personal access token of the caller another name. With If-Match, only a token that nobody changed since.')
  @Patch(':id')
  @Returns(TokenView)
  @Allow({ roles: everyone, act: 'revoke', usersOnly: true })
  async rename(
    @FromCaller() caller: Caller,
    @Param('id') id: string,
    @Body() request: RenameTokenRequest,
    @IfMatch() tags: string | null,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<TokenView> {
    const token = await this.commands.execute(new RenameToken(caller, id, request, tags));
    reply.header('ETag', entityTag(lasting(token)));
    return token;
  }

  @Summary('Says whose a text is that was found, and how it stands, also when it is over. The question is recorded; the text is not.')
  @Post('identify')
  @HttpCode(200)
  @Returns(IdentifiedCredential)
  @Allow({ roles: overseers, act: 'read' })
  identify(@FromCaller() caller: Caller, @Body() request: IdentifyCredentialRequest): Promise<IdentifiedCredential> {
    return this.queries.execute(new IdentifyCredential(caller, request));
  }

  @Summary('Revokes up to 500 tokens for one reason, and says of each what became of it; a dry run only says what would.')
  @Post('revoke')
  @HttpCode(200)
  @Returns(RevocationResults)
  @Allow({ roles: everyone, act: 'revoke' })
  revokeMany(@FromCaller() caller: Caller, @Body() request: RevokeTokensRequest): Promise<RevocationResults> {
    return this.commands.execute(new RevokeTokens(caller, request));
  }

  @Summary('Replaces a personal access token of the caller; the old credential stops at once, or when the overlap is over.')
  @Post(':id/rotate')
  @HttpCode(200)
  @Returns(IssuedToken)
  @Allow({ roles: everyone, act: 'grant', usersOnly: true })
  rotate(@FromCaller() caller: Caller, @Param('id') id: string, @Body() overlap: OverlapRequest): Promise<IssuedToken> {
    return this.commands.execute(new RotateToken(caller, id, overlap));
  }

  @Summary('Ends the credential of the generation before the newest, which an overlap keeps good; the token goes on.')
  @Delete(':id/generations/:generation')
  @HttpCode(204)
  @Allow({ roles: everyone, act: 'revoke' })
  endPrevious(@FromCaller() caller: Caller, @Param('id') id: string, @Param('generation') generation: string): Promise<void> {
    return this.commands.execute(new EndPreviousGeneration(caller, id, generationIn(generation)));
  }

  @Summary("Shows the caller's legacy token.")
  @Post(':id/reveal')
  @HttpCode(200)
  @Returns(IssuedToken)
  @Allow({ roles: everyone, act: 'possession', usersOnly: true })
  reveal(@FromCaller() caller: Caller, @Param('id') id: string): Promise<IssuedToken> {
    return this.commands.execute(new RevealLegacyToken(caller, id));
  }

  @Summary("Replaces the caller's legacy token; the old one stops at once, and so do the personal tokens that were made with it.")
  @Post(':id/renew')
  @HttpCode(200)
  @Returns(RenewedToken)
  @Allow({ roles: everyone, act: 'possession', usersOnly: true })
  renew(@FromCaller() caller: Caller, @Param('id') id: string): Promise<RenewedToken> {
    return this.commands.execute(new RenewLegacyToken(caller, id));
  }

  @Summary('Revokes a token for ever, as a DELETE does, and keeps why out of the address.')
  @Post(':id/revoke')
  @HttpCode(204)
  @Allow({ roles: everyone, act: 'revoke' })
  revokeFor(@FromCaller() caller: Caller, @Param('id') id: string, @Body() why: RevokeTokenRequest): Promise<void> {
    return this.commands.execute(new RevokeToken(caller, id, why));
  }

  @Summary("Revokes a token for ever: one's own, or, for administrators, that of anybody not above them.")
  @Delete(':id')
  @HttpCode(204)
  @Allow({ roles: everyone, act: 'revoke' })
  revoke(@FromCaller() caller: Caller, @Param('id') id: string, @Query() why: RevokeTokenRequest): Promise<void> {
    return this.commands.execute(new RevokeToken(caller, id, why));
  }
}

function generationIn(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new Refusal('token/generation-not-found');
  return Number(text);
}

/** A person's legacy token always has the same id. */
function createdTokenId({ kind }: IssueTokenRequest, { organizationId, id }: Caller): string {
  return kind === 'legacy' ? legacyTokenId(organizationId, id) : newId();
}
