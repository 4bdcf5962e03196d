import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Allow, owners } from '../../edge/authentication/access.js';
import { type Caller, FromCaller } from '../../edge/authentication/caller.js';
import { WholeList } from '../../edge/http/page-request.js';
import { Returns } from '../../edge/http/returns.js';
import { Summary } from '../../edge/openapi/summary.js';
import { OperationView } from '../operations/operations.js';
import { RebuildProjection } from './projections.commands.js';
import { ListProjections, ProjectionView } from './projections.queries.js';

@Controller('v1/projections')
export class ProjectionsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Summary('Lists the stored read models and how far each has got, to owners of the first organization.')
  @Get()
  @Returns(WholeList(ProjectionView))
  @Allow({ roles: owners, act: 'read' })
  list(@FromCaller() caller: Caller): Promise<WholeList<ProjectionView>> {
    return this.queries.execute(new ListProjections(caller));
  }

  // A rebuild grants nobody anything that they could not do or see before, so an API credential may ask for it, as a schedule does.
  @Summary('Begins to make a read model anew beside the live one; ask for the operation to learn how it goes and whether they differed.')
  @Post(':name/rebuild')
  @HttpCode(202)
  @Returns(OperationView)
  @Allow({ roles: owners, act: 'revoke' })
  rebuild(@FromCaller() caller: Caller, @Param('name') name: string): Promise<OperationView> {
    return this.commands.execute(new RebuildProjection(caller, name));
  }
}
