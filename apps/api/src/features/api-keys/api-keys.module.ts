import { Module } from '@nestjs/common';
import { TokensModule } from '../tokens/tokens.module.js';
import { ApiKeyIssuance } from './api-key-issuance.js';
import { ApiKeyRights } from './api-key-rights.js';
import { ApiKeyViews } from './api-key-views.js';
import { ApiKeysController } from './api-keys.controller.js';
import { DescribeApiKeyHandler, ListApiKeysHandler } from './api-keys.queries.js';
import { CreateApiKeyHandler } from './create-api-key.command.js';
import { DeleteApiKeyHandler } from './delete-api-key.command.js';
import { ListedApiKeys } from './listed-api-keys.js';
import { PendingSuccessors } from './pending-successors.js';
import { RotateApiKeyHandler } from './rotate-api-key.command.js';
import { UpdateApiKeyHandler } from './update-api-key.command.js';

@Module({
  imports: [TokensModule],
  controllers: [ApiKeysController],
  providers: [
    ApiKeyIssuance,
    ApiKeyRights,
    ApiKeyViews,
    CreateApiKeyHandler,
    DeleteApiKeyHandler,
    DescribeApiKeyHandler,
    ListApiKeysHandler,
    ListedApiKeys,
    PendingSuccessors,
    RotateApiKeyHandler,
    UpdateApiKeyHandler,
  ],
  exports: [ListedApiKeys, PendingSuccessors],
})
export class ApiKeysModule {}
