import { Body, Controller, Get, Patch } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Allow, administrators, everyone } from '../authentication/access.js';
import { type Caller, FromCaller } from '../authentication/caller.js';
import { Summary } from '../openapi/summary.js';
import { UpdateOrganization } from './organization.commands.js';
import { UpdateOrganizationRequest } from './organization.dto.js';
import { DescribeOrganization, type OrganizationView } from './organization.queries.js';

@Controller('v1/organization')
export class OrganizationController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Summary("The caller's organization and its settings.")
  @Get()
  @Allow({ roles: everyone, act: 'read' })
  describe(@FromCaller() caller: Caller): Promise<OrganizationView> {
    return this.queries.execute(new DescribeOrganization(caller));
  }

  @Summary('Changes settings: all that are named, or, when one is refused, none.')
  @Patch()
  @Allow({ roles: administrators, act: 'mixed' })
  async update(@FromCaller() caller: Caller, @Body() changes: UpdateOrganizationRequest): Promise<OrganizationView> {
    await this.commands.execute(new UpdateOrganization(caller, changes));
    return this.queries.execute(new DescribeOrganization(caller));
  }
}
