import { Controller, Get, Header } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Public } from '../../edge/authentication/access.js';
import { Returns } from '../../edge/http/returns.js';
import { Summary } from '../../edge/openapi/summary.js';
import { DescribeKeys, JsonWebKeySet } from './jwks.queries.js';

@Controller('.well-known')
export class JwksController {
  constructor(private readonly queries: QueryBus) {}

  @Summary('The public halves of the keys that sign, signed or will sign tokens (RFC 7517).')
  @Get('jwks.json')
  @Header('Cache-Control', 'public, max-age=300')
  @Returns(JsonWebKeySet)
  @Public('Public keys are for everybody.')
  keys(): Promise<JsonWebKeySet> {
    return this.queries.execute(new DescribeKeys());
  }
}
