import { Controller, Get, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { Allow, owners, Public } from '../edge/authentication/access.js';
import { type Caller, FromCaller } from '../edge/authentication/caller.js';
import { Returns } from '../edge/http/returns.js';
import { object, oneOf, type Shape } from '../edge/http/schema.js';
import { Summary } from '../edge/openapi/summary.js';
import { Readiness, ReadinessReport } from './readiness.js';
import { DescribeReadiness } from './readiness.queries.js';

const Alive = object('Alive', { status: oneOf(['ok']) });
type Alive = Shape<typeof Alive>;

const ReadyOrNot = object('ReadyOrNot', { status: ReadinessReport.members.status });
type ReadyOrNot = Shape<typeof ReadyOrNot>;

@Controller()
export class HealthController {
  constructor(
    private readonly readiness: Readiness,
    private readonly queries: QueryBus,
  ) {}

  @Summary('The process is there.')
  @Get('health/live')
  @Returns(Alive)
  @Public('Operations; strangers learn a status only.')
  live(): Alive {
    return { status: 'ok' };
  }

  @Summary('The process can be asked: it can store, is caught up, can sign, and its clock can be believed.')
  @Get('health/ready')
  @Returns(ReadyOrNot)
  @Public('Operations; strangers learn a status only.')
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<ReadyOrNot> {
    const { status } = await this.readiness.report();
    reply.status(status === 'ok' ? 200 : 503);
    return { status };
  }

  @Summary('What readiness consists of, and what is wrong since when, to owners of the first organization.')
  @Get('v1/readiness')
  @Returns(ReadinessReport)
  @Allow({ roles: owners, act: 'read' })
  describe(@FromCaller() caller: Caller): Promise<ReadinessReport> {
    return this.queries.execute(new DescribeReadiness(caller));
  }
}
