import { Module } from '@nestjs/common';
import { UsersModule } from '../features/users/users.module.js';
import { NeededSecrets } from './needed-secrets.js';
import { Reconciler } from './reconciler.js';
import { UnneededSecrets } from './unneeded-secrets.js';

@Module({ imports: [UsersModule], providers: [NeededSecrets, Reconciler, UnneededSecrets] })
export class ReconciliationModule {}
