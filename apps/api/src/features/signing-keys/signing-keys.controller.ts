import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Allow, owners } from '../../edge/authentication/access.js';
import { type Caller, FromCaller } from '../../edge/authentication/caller.js';
import { WholeList } from '../../edge/http/page-request.js';
import { Returns } from '../../edge/http/returns.js';
import { Summary } from '../../edge/openapi/summary.js';
import { NextSigningKey, RetireSigningKey, RotateSigningKey } from './signing-keys.commands.js';
import { ListSigningKeys, SigningKeyView } from './signing-keys.queries.js';

@Controller('v1/signing-keys')
export class SigningKeysController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Summary('Lists the signing keys of the installation, to owners of its first organization.')
  @Get()
  @Returns(WholeList(SigningKeyView))
  @Allow({ roles: owners, act: 'read' })
  list(@FromCaller() caller: Caller): Promise<WholeList<SigningKeyView>> {
    return this.queries.execute(new ListSigningKeys(caller));
  }

  @Summary('Publishes the next signing key; it signs once every verifier has had the time to learn of it.')
  @Post('rotate')
  @HttpCode(202)
  @Returns(NextSigningKey)
  @Allow({ roles: owners, act: 'grant' })
  rotate(@FromCaller() caller: Caller): Promise<NextSigningKey> {
    return this.commands.execute(new RotateSigningKey(caller));
  }

  @Summary('Retires a key: nothing that it signed is accepted any more. If it signs now, another takes its place at once.')
  @Post(':kid/retire')
  @HttpCode(204)
  @Allow({ roles: owners, act: 'grant' })
  retire(@FromCaller() caller: Caller, @Param('kid') kid: string): Promise<void> {
    return this.commands.execute(new RetireSigningKey(caller, kid));
  }
}
