import { Controller, Get, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Allow, everyone } from '../../edge/authentication/access.js';
import { type Caller, FromCaller } from '../../edge/authentication/caller.js';
import { entityTag, tagAnswer } from '../../edge/http/entity-tag.js';
import { Returns } from '../../edge/http/returns.js';
import { Summary } from '../../edge/openapi/summary.js';
import { DescribeConsole } from './console.queries.js';
import { ConsoleView } from './console-view.js';

@Controller('v1/console')
export class ConsoleController {
  constructor(private readonly queries: QueryBus) {}

  @Summary(
    'What the console asks for at its start: who asks, which routes admit them, what things are called, and limits; 304 if unchanged.',
  )
  @Get()
  @Returns(ConsoleView)
  @Allow({ roles: everyone, act: 'read', usersOnly: true })
  async describe(
    @FromCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ConsoleView> {
    const view = await this.queries.execute(new DescribeConsole(caller));
    tagAnswer(request, reply, entityTag(view));
    return view;
  }
}
