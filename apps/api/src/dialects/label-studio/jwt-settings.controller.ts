import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ttlDaysMax } from '#domain/organization.settings';
import { Allow, administrators, everyone } from '../../edge/authentication/access.js';
import { type Caller, FromCaller } from '../../edge/authentication/caller.js';
import { Reads, type Sent } from '../../edge/http/request-classes.js';
import { Returns } from '../../edge/http/returns.js';
import { flag, integer, object, type Shape } from '../../edge/http/schema.js';
import { Summary } from '../../edge/openapi/summary.js';
import { UpdateOrganization } from '../../features/organization/organization.commands.js';
import type { UpdateOrganizationRequest } from '../../features/organization/organization.dto.js';
import { DescribeOrganization } from '../../features/organization/organization.queries.js';
import type { OrganizationView } from '../../features/organization/organization-views.js';
import { RequestFields } from './request-fields.js';
import { JwtSettingsRequest } from './requests.js';

const JwtSettings = object('JwtSettings', {
  api_tokens_enabled: flag(true),
  legacy_api_tokens_enabled: flag(false),
  api_token_ttl_days: integer(365),
});
type JwtSettings = Shape<typeof JwtSettings>;

@Controller('api/jwt/settings')
export class JwtSettingsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Summary("The token settings of the caller's organization.")
  @Get()
  @Returns(JwtSettings)
  @Allow({ roles: everyone, act: 'read' })
  async get(@FromCaller() caller: Caller): Promise<JwtSettings> {
    return settingsOf(await this.queries.execute(new DescribeOrganization(caller)));
  }

  @Summary('Changes the token settings; switches that are left out stay as they are.')
  @Post()
  @Reads(JwtSettingsRequest)
  @HttpCode(200)
  @Returns(JwtSettings)
  @Allow({ roles: administrators, act: 'mixed' })
  async update(@FromCaller() caller: Caller, @Body() body: Sent<JwtSettingsRequest>): Promise<JwtSettings> {
    return settingsOf(await this.commands.execute(new UpdateOrganization(caller, changesIn(body))));
  }
}

const settingsOf = (settings: OrganizationView): JwtSettings => ({
  api_tokens_enabled: settings.personalAccessTokensEnabled,
  legacy_api_tokens_enabled: settings.legacyTokensEnabled,
  api_token_ttl_days: settings.personalAccessTokenTtlDays,
});

function changesIn(body: Sent<JwtSettingsRequest>): UpdateOrganizationRequest {
  const fields = new RequestFields(body);
  const changes = {
    personalAccessTokenTtlDays: fields.optionalInteger('api_token_ttl_days', 1, ttlDaysMax),
    personalAccessTokensEnabled: fields.optionalFlag('api_tokens_enabled'),
    legacyTokensEnabled: fields.optionalFlag('legacy_api_tokens_enabled'),
  };
  fields.check();
  return changes;
}
