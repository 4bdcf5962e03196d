import { Body, Controller, HttpCode, Post, Req } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { FastifyRequest } from 'fastify';
import { Public } from '../../edge/authentication/access.js';
import { FromOrigin, type Origin } from '../../edge/authentication/caller.js';
import { Reads, type Sent } from '../../edge/http/request-classes.js';
import { Returns } from '../../edge/http/returns.js';
import { nothing } from '../../edge/http/schema.js';
import { Summary } from '../../edge/openapi/summary.js';
import { Introspect } from './introspection.query.js';
import { Introspection } from './introspector.js';
import { RevokeByPossession } from './revocation.command.js';
import { IntrospectionRequest, presentedVerifier, TokenRequest, tokenFrom } from './token-request.js';

@Controller('oauth')
export class OAuthController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Summary('Says whether a credential would authenticate a request now (RFC 7662), to verifiers of its organization.')
  @Post('introspect')
  @Reads(IntrospectionRequest)
  @HttpCode(200)
  @Returns(Introspection)
  @Public('The credential of a verifier is asked for, as Basic or Bearer.')
  introspect(@Req() request: FastifyRequest, @Body() body: Sent<IntrospectionRequest>): Promise<Introspection> {
    const by = presentedVerifier(request.raw.rawHeaders);
    return this.queries.execute(new Introspect(by, body?.token, body?.client_ip, request.ip));
  }

  @Summary('Revokes the token whose whole valid credential is sent (RFC 7009); answers 200 for anything else too.')
  @Post('revoke')
  @Reads(TokenRequest)
  @HttpCode(200)
  @Returns(nothing)
  @Public('The whole valid credential in the body is the proof.')
  revoke(@FromOrigin() origin: Origin, @Body() body: Sent<TokenRequest>): Promise<void> {
    return this.commands.execute(new RevokeByPossession(tokenFrom(body?.token), origin));
  }
}
