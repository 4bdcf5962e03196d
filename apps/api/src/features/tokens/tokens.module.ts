import { Module } from '@nestjs/common';
import { CreateLegacyTokenHandler, RenewLegacyTokenHandler, RevealLegacyTokenHandler } from './legacy-token.commands.js';
import { LegacyTokenRenewal } from './legacy-token-renewal.js';
import { OwnedTokens } from './owned-tokens.js';
import { TokenCeilings } from './token-ceilings.js';
import { TokenTermsSource } from './token-terms-source.js';
import { IssueTokenHandler, RevokeTokenHandler, RotateTokenHandler } from './tokens.commands.js';
import { TokensController } from './tokens.controller.js';
import { ListTokensHandler } from './tokens.queries.js';

@Module({
  controllers: [TokensController],
  providers: [
    CreateLegacyTokenHandler,
    LegacyTokenRenewal,
    OwnedTokens,
    TokenCeilings,
    TokenTermsSource,
    ListTokensHandler,
    IssueTokenHandler,
    RotateTokenHandler,
    RevokeTokenHandler,
    RevealLegacyTokenHandler,
    RenewLegacyTokenHandler,
  ],
  exports: [OwnedTokens, TokenCeilings, TokenTermsSource],
})
export class TokensModule {}
