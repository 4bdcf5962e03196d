import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Caller } from '../../edge/authentication/caller.js';
import type { NoOthers } from '../../edge/http/no-others.js';
import { ApiKeyIssuance, type CreatedApiKey } from './api-key-issuance.js';
import { ApiKeyRights } from './api-key-rights.js';
import type { CreateApiKeyRequest } from './api-keys.dto.js';

/** Makes an API key for the caller, or for somebody on whom the caller may act. */
export class CreateApiKey extends Command<CreatedApiKey> {
  constructor(
    readonly caller: Caller,
    readonly request: CreateApiKeyRequest,
  ) {
    super();
  }
}

@CommandHandler(CreateApiKey)
export class CreateApiKeyHandler implements ICommandHandler<CreateApiKey> {
  constructor(
    private readonly rights: ApiKeyRights,
    private readonly issuance: ApiKeyIssuance,
  ) {}

  async execute({ caller, request }: CreateApiKey): Promise<CreatedApiKey> {
    const { name, role, validitySeconds, userEmail, allowedIpCidrs = [], ...others } = request;
    others satisfies NoOthers;
    const ownerId = await this.rights.ownerOf(caller, userEmail);
    return this.issuance.issue(caller, { ownerId, name, role, validitySeconds, allowedIpCidrs });
  }
}
