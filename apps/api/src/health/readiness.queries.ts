import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { TokenValidity } from '#projections/token-validity/token-validity';
import type { Caller } from '../edge/authentication/caller.js';
import { requireOperator } from '../edge/authentication/operator.js';
import { Readiness, type ReadinessReport } from './readiness.js';

/** Whether this process is ready, and for each check since when and why not. */
export class DescribeReadiness extends Query<ReadinessReport> {
  constructor(readonly caller: Caller) {
    super();
  }
}

@QueryHandler(DescribeReadiness)
export class DescribeReadinessHandler implements IQueryHandler<DescribeReadiness> {
  constructor(
    private readonly readiness: Readiness,
    private readonly validity: TokenValidity,
  ) {}

  async execute({ caller }: DescribeReadiness): Promise<ReadinessReport> {
    requireOperator(caller, this.validity);
    return this.readiness.report();
  }
}
