import { Controller, Get, Param, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Allow, everyone, overseers } from '../../edge/authentication/access.js';
import { type Caller, FromCaller } from '../../edge/authentication/caller.js';
import { Answers } from '../../edge/http/answers.js';
import { AlsoInCsv } from '../../edge/http/csv.interceptor.js';
import { Page } from '../../edge/http/page-request.js';
import { Returns, Sends } from '../../edge/http/returns.js';
import { Summary } from '../../edge/openapi/summary.js';
import { DescribeActivityRequest, ListActivityRequest, ReplayActivityRequest } from './activity.dto.js';
import { ListActivity } from './activity.queries.js';
import { DescribeActivity } from './activity-event.queries.js';
import { ActivityReplay } from './activity-replay.js';
import { ActivityEvent, ActivityView } from './activity-view.js';
import { ReplayLine } from './replay-line-schema.js';

@Controller('v1/activity')
export class ActivityController {
  constructor(
    private readonly queries: QueryBus,
    private readonly replays: ActivityReplay,
  ) {}

  @Summary('What happened, newest first: everything for those who oversee the organization, for others what concerns them.')
  @Get()
  @Answers('export')
  @Returns(Page(ActivityView))
  @AlsoInCsv(ActivityView)
  @Allow({ roles: everyone, act: 'read' })
  list(@FromCaller() caller: Caller, @Query() request: ListActivityRequest): Promise<Page<ActivityView>> {
    return this.queries.execute(new ListActivity(caller, request));
  }

  @Summary('One event with its cause and its effects, as far as the caller may see them.')
  @Get('events/:id')
  @Returns(ActivityEvent)
  @Allow({ roles: everyone, act: 'read' })
  describe(@FromCaller() caller: Caller, @Param('id') id: string, @Query() request: DescribeActivityRequest): Promise<ActivityEvent> {
    return this.queries.execute(new DescribeActivity(caller, id, request));
  }

  @Summary(
    'The stored envelopes in log order, one JSON text a line; who reads is recorded, and nothing is given where there is nothing else.',
  )
  @Get('replay')
  @Answers('stream')
  @Sends('application/x-ndjson', ReplayLine)
  @Allow({ roles: overseers, act: 'read' })
  async replay(
    @FromCaller() caller: Caller,
    @Query() request: ReplayActivityRequest,
    @Req() { raw }: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { lines, isWithheld } = await this.replays.lines(caller, request, () => raw.socket.destroyed);
    // A reader who follows gets the headers before there is a first line.
    reply.raw.once('pipe', () => reply.raw.flushHeaders());
    if (isWithheld !== null) reply.header('Keyledger-Withheld', String(isWithheld));
    await reply.type('application/x-ndjson').header('Cache-Control', 'no-store').send(lines);
  }
}
