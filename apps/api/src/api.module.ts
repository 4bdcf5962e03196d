import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE, DiscoveryModule } from '@nestjs/core';
import type { Installation } from '#installation/installation';
import type { ProjectionRunner } from '#projections/read-models/feed/run-projections';
import { WorkerModule } from '#worker/worker.module';
import { ActivityModule } from './activity/activity.module.js';
import { JwksController } from './auth/jwks.controller.js';
import { DescribeKeysHandler } from './auth/jwks.queries.js';
import { AuthenticationGuard } from './authentication/authentication.guard.js';
import { BackupsModule } from './backup/backups.module.js';
import { CoreModule, type Shared } from './core.module.js';
import { HealthModule } from './health/health.module.js';
import type { Readiness } from './health/readiness.js';
import { Announcements } from './http/announcements.js';
import { DeclaredMembersGuard } from './http/declared-members.guard.js';
import { FailureFilter } from './http/failure.filter.js';
import { requestValidation } from './http/request-validation.js';
import { RouteTable } from './http/route-table.js';
import { LabelStudioModule } from './label-studio/label-studio.module.js';
import { OAuthModule } from './oauth/oauth.module.js';
import { OpenApiController } from './openapi/openapi.controller.js';
import { OperationsModule } from './operations/operations.module.js';
import { OrganizationModule } from './organization/organization.module.js';
import { ProjectionsModule } from './projections/projections.module.js';
import { ServiceAccountsModule } from './service-accounts/service-accounts.module.js';
import { SessionsModule } from './sessions/sessions.module.js';
import { SigningKeysModule } from './signing-keys/signing-keys.module.js';
import { TokensModule } from './tokens/tokens.module.js';
import { UsersModule } from './users/users.module.js';
import { VerifiersModule } from './verifiers/verifiers.module.js';

const features = [
  ActivityModule,
  BackupsModule,
  LabelStudioModule,
  OAuthModule,
  OperationsModule,
  OrganizationModule,
  ProjectionsModule,
  ServiceAccountsModule,
  SessionsModule,
  SigningKeysModule,
  TokensModule,
  UsersModule,
  VerifiersModule,
];

/** What runs already when the modules are put together. */
export interface Running extends Shared {
  readonly runner: ProjectionRunner;
  readonly readiness: Readiness;
  readonly routes: RouteTable;
  readonly announcements: Announcements;
}

@Module({ imports: [DiscoveryModule], controllers: [JwksController, OpenApiController] })
export class ApiModule {
  static of(installation: Installation, running: Running): DynamicModule {
    const { runner, readiness, routes, announcements } = running;
    return {
      module: ApiModule,
      imports: [CoreModule.of(installation, running), WorkerModule.of(runner), HealthModule.of(readiness), ...features],
      providers: [
        DescribeKeysHandler,
        { provide: RouteTable, useValue: routes },
        { provide: Announcements, useValue: announcements },
        { provide: APP_FILTER, useClass: FailureFilter },
        { provide: APP_GUARD, useClass: AuthenticationGuard },
        { provide: APP_GUARD, useClass: DeclaredMembersGuard },
        { provide: APP_PIPE, useValue: requestValidation },
      ],
    };
  }
}
