import { Module } from '@nestjs/common';
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
    DescribeServiceAccountHandler,
    ListServiceAccountsHandler,
    CreateServiceAccountHandler,
    ChangeServiceAccountHandler,
    ResetServiceAccountTokenHandler,
    DeleteServiceAccountHandler,
  ],
})
export class ServiceAccountsModule {}
