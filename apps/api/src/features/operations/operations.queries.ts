import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { TokenValidity } from '#projections/token-validity/token-validity';
import type { Caller } from '../../edge/authentication/caller.js';
import { requireOperator } from '../../edge/authentication/operator.js';
import { Operations, type OperationView } from './operations.js';

/** The progress of long work that an operator asked for, or how it ended. */
export class DescribeOperation extends Query<OperationView> {
  constructor(
    readonly caller: Caller,
    readonly operationId: string,
  ) {
    super();
  }
}

@QueryHandler(DescribeOperation)
export class DescribeOperationHandler implements IQueryHandler<DescribeOperation> {
  constructor(
    private readonly operations: Operations,
    private readonly validity: TokenValidity,
  ) {}

  async execute({ caller, operationId }: DescribeOperation): Promise<OperationView> {
    requireOperator(caller, this.validity);
    return this.operations.view(operationId);
  }
}
