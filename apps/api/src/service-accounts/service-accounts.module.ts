import { Module } from '@nestjs/common';
import {
  ChangeServiceAccountHandler,
  CreateServiceAccountHandler,
  DeleteServiceAccountHandler,
  ResetServiceAccountTokenHandler,
} from './service-accounts.commands.js';

@Module({
  providers: [CreateServiceAccountHandler, ChangeServiceAccountHandler, ResetServiceAccountTokenHandler, DeleteServiceAccountHandler],
})
export class ServiceAccountsModule {}
