import { type DynamicModule, Module, type Type } from '@nestjs/common';
import type { Installation } from '#installation/installation';
import { CoreModule, type Shared } from './core.module.js';
import { LabelStudioModule } from './dialects/label-studio/label-studio.module.js';
import { LabelboxModule } from './dialects/labelbox/labelbox.module.js';
import { OAuthModule } from './dialects/oauth/oauth.module.js';
import type { Dialect } from './edge/http/dialects.js';
import { EdgeModule, type EdgeParts } from './edge.module.js';
import { ActivityModule } from './features/activity/activity.module.js';
import { ApiKeysModule } from './features/api-keys/api-keys.module.js';
import { BackupsModule } from './features/backup/backups.module.js';
import { ConsoleModule } from './features/console/console.module.js';
import { OperationsModule } from './features/operations/operations.module.js';
import { OrganizationModule } from './features/organization/organization.module.js';
import { PagesModule } from './features/pages/pages.module.js';
import { ProjectionsModule } from './features/read-models/projections.module.js';
import { ServiceAccountsModule } from './features/service-accounts/service-accounts.module.js';
import { SessionsModule } from './features/sessions/sessions.module.js';
import { SigningKeysModule } from './features/signing-keys/signing-keys.module.js';
import { SummaryModule } from './features/summary/summary.module.js';
import { TokensModule } from './features/tokens/tokens.module.js';
import { UsersModule } from './features/users/users.module.js';
import { VerifiersModule } from './features/verifiers/verifiers.module.js';
import { HealthModule } from './health/health.module.js';
import type { Readiness } from './health/readiness.js';
import { ReconciliationModule } from './reconciliation/reconciliation.module.js';

/** The module of a surface that somebody else defined, and its dialect. */
export type DialectModule = Type & { readonly dialect: Dialect };

/** Each surface is one line here and a folder of its own; nothing else knows of it. */
export const dialectModules: readonly DialectModule[] = [LabelStudioModule, LabelboxModule, OAuthModule];

const features = [
  ActivityModule,
  ApiKeysModule,
  BackupsModule,
  ConsoleModule,
  OperationsModule,
  OrganizationModule,
  PagesModule,
  ProjectionsModule,
  ServiceAccountsModule,
  SessionsModule,
  SigningKeysModule,
  SummaryModule,
  TokensModule,
  UsersModule,
  VerifiersModule,
];

/** The services that already run when the modules are put together. */
export interface Running extends Shared, EdgeParts {
  readonly readiness: Readiness;
}

@Module({})
export class ApiModule {
  static of(installation: Installation, running: Running, surfaces: readonly DialectModule[]): DynamicModule {
    const process = [CoreModule.of(installation, running), EdgeModule.of(running), HealthModule.of(running.readiness)];
    return { module: ApiModule, imports: [...process, ReconciliationModule, ...features, ...surfaces] };
  }
}
