import { Controller, Get } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Allow, everyone } from '../../edge/authentication/access.js';
import { type Caller, FromCaller } from '../../edge/authentication/caller.js';
import { Returns } from '../../edge/http/returns.js';
import { Summary } from '../../edge/openapi/summary.js';
import { Summarize, SummaryView } from './summary.queries.js';

@Controller('v1/summary')
export class SummaryController {
  constructor(private readonly queries: QueryBus) {}

  @Summary("Counts for a home page: of the caller's tokens and, for those who oversee it, of the organization.")
  @Get()
  @Returns(SummaryView)
  @Allow({ roles: everyone, act: 'read' })
  summarize(@FromCaller() caller: Caller): Promise<SummaryView> {
    return this.queries.execute(new Summarize(caller));
  }
}
