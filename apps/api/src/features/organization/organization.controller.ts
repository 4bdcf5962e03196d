import { Body, Controller, Get, HttpCode, Patch, Post, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { Allow, administrators, everyone, overseers } from '../../edge/authentication/access.js';
import { type Caller, FromCaller } from '../../edge/authentication/caller.js';
import { entityTag, IfMatch } from '../../edge/http/entity-tag.js';
import { Returns } from '../../edge/http/returns.js';
import { Summary } from '../../edge/openapi/summary.js';
import { UpdateOrganization } from './organization.commands.js';
import { UpdateOrganizationRequest } from './organization.dto.js';
import { DescribeOrganization } from './organization.queries.js';
import { OrganizationPreview, PreviewOrganization } from './organization-preview.queries.js';
import { OrganizationView } from './organization-views.js';

@Controller('v1/organization')
export class OrganizationController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Summary("The caller's organization and its settings.")
  @Get()
  @Returns(OrganizationView)
  @Allow({ roles: everyone, act: 'read' })
  async describe(@FromCaller() caller: Caller, @Res({ passthrough: true }) reply: FastifyReply): Promise<OrganizationView> {
    const organization = await this.queries.execute(new DescribeOrganization(caller));
    reply.header('ETag', entityTag(organization));
    return organization;
  }

  @Summary('How many tokens a change of the settings would stop, and which of them were used in the last 30 days; writes nothing.')
  @Post('preview')
  @HttpCode(200)
  @Returns(OrganizationPreview)
  @Allow({ roles: overseers, act: 'read' })
  preview(@FromCaller() caller: Caller, @Body() changes: UpdateOrganizationRequest): Promise<OrganizationPreview> {
    return this.queries.execute(new PreviewOrganization(caller, changes));
  }

  @Summary('Changes settings: all that are named, or, when one is refused, none. With If-Match, only settings that nobody changed since.')
  @Patch()
  @Returns(OrganizationView)
  @Allow({ roles: administrators, act: 'mixed' })
  async update(
    @FromCaller() caller: Caller,
    @Body() changes: UpdateOrganizationRequest,
    @IfMatch() ifMatch: string | null,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<OrganizationView> {
    const organization = await this.commands.execute(new UpdateOrganization(caller, changes, ifMatch));
    reply.header('ETag', entityTag(organization));
    return organization;
  }
}
