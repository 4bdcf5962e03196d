import { Module } from '@nestjs/common';
import { CreateLegacyTokenHandler, RenewLegacyTokenHandler, RevealLegacyTokenHandler } from './legacy-token.commands.js';
import { IssueTokenHandler, RevokeTokenHandler, RotateTokenHandler } from './tokens.commands.js';
import { TokensController } from './tokens.controller.js';
import { ListTokensHandler } from './tokens.queries.js';

@Module({
  controllers: [TokensController],
  providers: [
    CreateLegacyTokenHandler,
    ListTokensHandler,
    IssueTokenHandler,
    RotateTokenHandler,
    RevokeTokenHandler,
    RevealLegacyTokenHandler,
    RenewLegacyTokenHandler,
  ],
  exports: [IssueTokenHandler, RotateTokenHandler, RevokeTokenHandler],
})
export class TokensModule {}
