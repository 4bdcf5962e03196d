import { Module } from '@nestjs/common';
import { OrganizationModule } from '../../features/organization/organization.module.js';
import { ServiceAccountsModule } from '../../features/service-accounts/service-accounts.module.js';
import { TokensModule } from '../../features/tokens/tokens.module.js';
import { UsersModule } from '../../features/users/users.module.js';
import { CurrentUserController } from './current-user.controller.js';
import { WhoAmIHandler } from './current-user.queries.js';
import { JwtSettingsController } from './jwt-settings.controller.js';
import { labelStudio } from './label-studio.dialect.js';
import { NamedTokens } from './named-tokens.js';
import { PersonalTokensController } from './personal-tokens.controller.js';
import { ExchangeTokenHandler, ListPersonalTokensHandler } from './personal-tokens.queries.js';
import { VersionController } from './version.controller.js';

@Module({
  imports: [OrganizationModule, ServiceAccountsModule, TokensModule, UsersModule],
  controllers: [PersonalTokensController, JwtSettingsController, CurrentUserController, VersionController],
  providers: [ExchangeTokenHandler, ListPersonalTokensHandler, NamedTokens, WhoAmIHandler],
})
export class LabelStudioModule {
  static readonly dialect = labelStudio;
}
