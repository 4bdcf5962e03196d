import { Module } from '@nestjs/common';
import { IntrospectHandler } from './introspection.query.js';
import { OAuthController } from './oauth.controller.js';
import { oauth } from './oauth.dialect.js';
import { RevokeByPossessionHandler } from './revocation.command.js';

@Module({ controllers: [OAuthController], providers: [IntrospectHandler, RevokeByPossessionHandler] })
export class OAuthModule {
  static readonly dialect = oauth;
}
