import { Module } from '@nestjs/common';
import { TokensModule } from '../tokens/tokens.module.js';
import { ResetServiceAccountTokenHandler } from './reset-service-account-token.command.js';
import { ServiceAccountPages } from './service-account-pages.js';
import { ServiceAccountViews } from './service-account-views.js';
import { ChangeServiceAccountHandler, CreateServiceAccountHandler, DeleteServiceAccountHandler } from './service-accounts.commands.js';
import { ServiceAccountsController } from './service-accounts.controller.js';
import { DescribeServiceAccountHandler, ListServiceAccountsHandler } from './service-accounts.queries.js';

@Module({
  imports: [TokensModule],
  controllers: [ServiceAccountsController],
  providers: [
    ServiceAccountPages,
    ServiceAccountViews,
    DescribeServiceAccountHandler,
    ListServiceAccountsHandler,
    CreateServiceAccountHandler,
    ChangeServiceAccountHandler,
    ResetServiceAccountTokenHandler,
    DeleteServiceAccountHandler,
  ],
  exports: [ServiceAccountViews],
})
export class ServiceAccountsModule {}
