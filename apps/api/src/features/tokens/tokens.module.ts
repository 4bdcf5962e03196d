import { Module } from '@nestjs/common';
import { PrincipalNames } from '../activity/principal-names.js';
import { EndPreviousGenerationHandler } from './end-previous-generation.command.js';
import { IdentifyCredentialHandler } from './identify-credential.queries.js';
import { CreateLegacyTokenHandler, RenewLegacyTokenHandler, RevealLegacyTokenHandler } from './legacy-token.commands.js';
import { LegacyTokenRenewal } from './legacy-token-renewal.js';
import { OwnedTokens } from './owned-tokens.js';
import { RenameTokenHandler } from './rename-token.command.js';
import { Revocations } from './revocations.js';
import { RevokeTokensHandler } from './revoke-tokens.command.js';
import { SignedByRetiredKey } from './signed-by-retired-key.js';
import { TokenCeilings } from './token-ceilings.js';
import { TokenDetailViews } from './token-detail-views.js';
import { TokenFilter } from './token-filter.js';
import { TokenNames } from './token-names.js';
import { TokenPages } from './token-pages.js';
import { TokenTermsSource } from './token-terms-source.js';
import { TokenWalk } from './token-walk.js';
import { IssueTokenHandler, RevokeTokenHandler, RotateTokenHandler } from './tokens.commands.js';
import { TokensController } from './tokens.controller.js';
import { DescribeTokenHandler, ListTokensHandler } from './tokens.queries.js';

@Module({
  controllers: [TokensController],
  providers: [
    CreateLegacyTokenHandler,
    LegacyTokenRenewal,
    OwnedTokens,
    TokenCeilings,
    TokenTermsSource,
    DescribeTokenHandler,
    ListTokensHandler,
    PrincipalNames,
    RenameTokenHandler,
    Revocations,
    RevokeTokensHandler,
    IdentifyCredentialHandler,
    SignedByRetiredKey,
    TokenDetailViews,
    TokenFilter,
    TokenNames,
    TokenPages,
    TokenWalk,
    IssueTokenHandler,
    RotateTokenHandler,
    EndPreviousGenerationHandler,
    RevokeTokenHandler,
    RevealLegacyTokenHandler,
    RenewLegacyTokenHandler,
  ],
  exports: [
    OwnedTokens,
    PrincipalNames,
    Revocations,
    SignedByRetiredKey,
    TokenCeilings,
    TokenDetailViews,
    TokenFilter,
    TokenPages,
    TokenTermsSource,
    TokenWalk,
  ],
})
export class TokensModule {}
