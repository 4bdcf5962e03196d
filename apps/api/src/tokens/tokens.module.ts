import { Module } from '@nestjs/common';
import { RenewLegacyTokenHandler, RevealLegacyTokenHandler } from './legacy-token.commands.js';
import { IssueTokenHandler, RevokeTokenHandler, RotateTokenHandler } from './tokens.commands.js';

@Module({
  providers: [IssueTokenHandler, RotateTokenHandler, RevokeTokenHandler, RevealLegacyTokenHandler, RenewLegacyTokenHandler],
  exports: [IssueTokenHandler, RotateTokenHandler, RevokeTokenHandler],
})
export class TokensModule {}
