import { Module } from '@nestjs/common';
import { TokensModule } from '../tokens/tokens.module.js';
import { DeclineAllowanceHandler, GrantAllowanceHandler, RequestAllowanceHandler } from './allowance-requests.commands.js';
import { AllowanceRequestsController } from './allowance-requests.controller.js';
import { ListAllowanceRequestsHandler } from './allowance-requests.queries.js';
import { ResetServiceAccountTokenHandler } from './reset-service-account-token.command.js';
import { ServiceAccountPages } from './service-account-pages.js';
import { ServiceAccountViews } from './service-account-views.js';
import { ChangeServiceAccountHandler, CreateServiceAccountHandler, DeleteServiceAccountHandler } from './service-accounts.commands.js';
import { ServiceAccountsController } from './service-accounts.controller.js';
import { DescribeServiceAccountHandler, ListServiceAccountsHandler } from './service-accounts.queries.js';

@Module({
  imports: [TokensModule],
  controllers: [AllowanceRequestsController, ServiceAccountsController],
  providers: [
    ServiceAccountPages,
    ServiceAccountViews,
    DescribeServiceAccountHandler,
    ListServiceAccountsHandler,
    CreateServiceAccountHandler,
    ChangeServiceAccountHandler,
    ResetServiceAccountTokenHandler,
    DeleteServiceAccountHandler,
    ListAllowanceRequestsHandler,
    RequestAllowanceHandler,
    GrantAllowanceHandler,
    DeclineAllowanceHandler,
  ],
  exports: [ServiceAccountViews],
})
export class ServiceAccountsModule {}
