import { Module } from '@nestjs/common';
import { ServiceAccountViews } from './service-account-views.js';
import {
  ChangeServiceAccountHandler,
  CreateServiceAccountHandler,
  DeleteServiceAccountHandler,
  ResetServiceAccountTokenHandler,
} from './service-accounts.commands.js';
import { ServiceAccountsController } from './service-accounts.controller.js';
import { DescribeServiceAccountHandler, ListServiceAccountsHandler } from './service-accounts.queries.js';

@Module({
  controllers: [ServiceAccountsController],
  providers: [
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
