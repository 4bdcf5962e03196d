import { Controller, Get, Param } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Allow, owners } from '../../edge/authentication/access.js';
import { type Caller, FromCaller } from '../../edge/authentication/caller.js';
import { Returns } from '../../edge/http/returns.js';
import { Summary } from '../../edge/openapi/summary.js';
import { OperationView } from './operations.js';
import { DescribeOperation } from './operations.queries.js';

@Controller('v1/operations')
export class OperationsController {
  constructor(private readonly queries: QueryBus) {}

  @Summary('How far long work has got, or how it ended; for owners of the first organization. Kept until the server stops.')
  @Get(':operation')
  @Returns(OperationView)
  @Allow({ roles: owners, act: 'read' })
  describe(@FromCaller() caller: Caller, @Param('operation') operation: string): Promise<OperationView> {
    return this.queries.execute(new DescribeOperation(caller, operation));
  }
}
