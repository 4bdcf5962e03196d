import { Module } from '@nestjs/common';
import { TokensModule } from '../../features/tokens/tokens.module.js';
import { IntrospectHandler } from './introspection.query.js';
import { Introspector } from './introspector.js';
import { OAuthController } from './oauth.controller.js';
import { oauth } from './oauth.dialect.js';
import { RevokeByPossessionHandler } from './revocation.command.js';

@Module({
  imports: [TokensModule],
  controllers: [OAuthController],
  providers: [IntrospectHandler, Introspector, RevokeByPossessionHandler],
})
export class OAuthModule {
  static readonly dialect = oauth;
}
