import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { Allow, everyone } from '../../edge/authentication/access.js';
import { type Caller, FromCaller } from '../../edge/authentication/caller.js';
import { AlsoInCsv } from '../../edge/http/csv.interceptor.js';
import { entityTag, IfMatch } from '../../edge/http/entity-tag.js';
import { Page } from '../../edge/http/page-request.js';
import { Returns } from '../../edge/http/returns.js';
import { Idempotent } from '../../edge/idempotency/idempotency.interceptor.js';
import { Summary } from '../../edge/openapi/summary.js';
import { OverlapRequest } from '../tokens/overlap.dto.js';
import { CreatedApiKey } from './api-key-issuance.js';
import { ApiKeyView, lasting } from './api-key-views.js';
import { CreateApiKeyRequest, DeleteApiKeyRequest, ListApiKeysRequest, UpdateApiKeyRequest } from './api-keys.dto.js';
import { ApiKeyDetails, DescribeApiKey, ListApiKeys } from './api-keys.queries.js';
import { CreateApiKey } from './create-api-key.command.js';
import { DeleteApiKey } from './delete-api-key.command.js';
import { RotateApiKey } from './rotate-api-key.command.js';
import { UpdateApiKey } from './update-api-key.command.js';

@Controller('v1/api-keys')
export class ApiKeysController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Summary('Makes an API key for the caller or, by administrators, for somebody else. The credential is shown once.')
  @Post()
  @Returns(CreatedApiKey)
  @Idempotent('api-key')
  @Allow({ roles: everyone, act: 'possession', usersOnly: true })
  create(@FromCaller() caller: Caller, @Body() request: CreateApiKeyRequest): Promise<CreatedApiKey> {
    return this.commands.execute(new CreateApiKey(caller, request));
  }

  @Summary("Lists API keys, also those that are over: one's own, or, for those who oversee the organization, those of everybody.")
  @Get()
  @Returns(Page(ApiKeyDetails))
  @AlsoInCsv(ApiKeyDetails)
  @Allow({ roles: everyone, act: 'read' })
  list(@FromCaller() caller: Caller, @Query() request: ListApiKeysRequest): Promise<Page<ApiKeyDetails>> {
    return this.queries.execute(new ListApiKeys(caller, request));
  }

  @Summary("Describes one API key: one's own, or, for those who oversee the organization, anybody's.")
  @Get(':id')
  @Returns(ApiKeyView)
  @Allow({ roles: everyone, act: 'read' })
  async describe(
    @FromCaller() caller: Caller,
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ApiKeyView> {
    return tagged(await this.queries.execute(new DescribeApiKey(caller, id)), reply);
  }

  @Summary('Changes the name of an API key or the addresses from which it is good. With If-Match, only a key that nobody changed since.')
  @Patch(':id')
  @Returns(ApiKeyView)
  @Allow({ roles: everyone, act: 'mixed', usersOnly: true, freely: 'another name, fewer addresses' })
  async update(
    @FromCaller() caller: Caller,
    @Param('id') id: string,
    @Body() request: UpdateApiKeyRequest,
    @IfMatch() tags: string | null,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ApiKeyView> {
    return tagged(await this.commands.execute(new UpdateApiKey(caller, id, request, tags)), reply);
  }

  @Summary('Makes the successor of an API key; the old key stops at once, or when the overlap is over.')
  @Post(':id/rotate')
  @Returns(CreatedApiKey)
  @Idempotent('api-key')
  @Allow({ roles: everyone, act: 'possession', usersOnly: true })
  rotate(@FromCaller() caller: Caller, @Param('id') id: string, @Body() overlap: OverlapRequest): Promise<CreatedApiKey> {
    return this.commands.execute(new RotateApiKey(caller, id, overlap));
  }

  @Summary('Deletes an API key, and on request all keys that were made with it; they are refused at once and for ever.')
  @Delete(':id')
  @HttpCode(204)
  @Allow({ roles: everyone, act: 'revoke' })
  delete(@FromCaller() caller: Caller, @Param('id') id: string, @Query() request: DeleteApiKeyRequest): Promise<void> {
    return this.commands.execute(new DeleteApiKey(caller, id, request));
  }
}

function tagged(key: ApiKeyView, reply: FastifyReply): ApiKeyView {
  reply.header('ETag', entityTag(lasting(key)));
  return key;
}
