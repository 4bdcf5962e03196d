import { Module } from '@nestjs/common';
import { ApiKeysModule } from '../features/api-keys/api-keys.module.js';
import { UsersModule } from '../features/users/users.module.js';
import { NeededSecrets } from './needed-secrets.js';
import { Reconciler } from './reconciler.js';
import { UnneededSecrets } from './unneeded-secrets.js';

@Module({ imports: [ApiKeysModule, UsersModule], providers: [NeededSecrets, Reconciler, UnneededSecrets] })
export class ReconciliationModule {}
