import { Module } from '@nestjs/common';
import { CreateLegacyTokenHandler, RenewLegacyTokenHandler, RevealLegacyTokenHandler } from './legacy-token.commands.js';
import { LegacyTokenRenewal } from './legacy-token-renewal.js';
import { IssueTokenHandler, RevokeTokenHandler, RotateTokenHandler } from './tokens.commands.js';
import { TokensController } from './tokens.controller.js';
import { ListTokensHandler } from './tokens.queries.js';

@Module({
  controllers: [TokensController],
  providers: [
    CreateLegacyTokenHandler,
    LegacyTokenRenewal,
    ListTokensHandler,
    IssueTokenHandler,
    RotateTokenHandler,
    RevokeTokenHandler,
    RevealLegacyTokenHandler,
    RenewLegacyTokenHandler,
  ],
})
export class TokensModule {}
