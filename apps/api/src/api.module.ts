import { type DynamicModule, Module, type Type } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE, DiscoveryModule } from '@nestjs/core';
import type { Installation } from '#installation/installation';
import { CoreModule, type Shared } from './core.module.js';
import { LabelStudioModule } from './dialects/label-studio/label-studio.module.js';
import { OAuthModule } from './dialects/oauth/oauth.module.js';
import { AuthenticationGuard } from './edge/authentication/authentication.guard.js';
import { Announcements } from './edge/http/announcements.js';
import { DeclaredMembersGuard } from './edge/http/declared-members.guard.js';
import { type Dialect, Dialects } from './edge/http/dialects.js';
import { FailureFilter } from './edge/http/failure.filter.js';
import { requestValidation } from './edge/http/request-validation.js';
import { RouteTable } from './edge/http/route-table.js';
import { OpenApiController } from './edge/openapi/openapi.controller.js';
import { ActivityModule } from './features/activity/activity.module.js';
import { BackupsModule } from './features/backup/backups.module.js';
import { OperationsModule } from './features/operations/operations.module.js';
import { OrganizationModule } from './features/organization/organization.module.js';
import { ProjectionsModule } from './features/read-models/projections.module.js';
import { ServiceAccountsModule } from './features/service-accounts/service-accounts.module.js';
import { SessionsModule } from './features/sessions/sessions.module.js';
import { SigningKeysModule } from './features/signing-keys/signing-keys.module.js';
import { TokensModule } from './features/tokens/tokens.module.js';
import { UsersModule } from './features/users/users.module.js';
import { VerifiersModule } from './features/verifiers/verifiers.module.js';
import { HealthModule } from './health/health.module.js';
import type { Readiness } from './health/readiness.js';

/** The module of a surface that somebody else defined, and its dialect. */
export type DialectModule = Type & { readonly dialect: Dialect };

/** Each surface is one line here and a folder of its own; nothing else knows of it. */
export const dialectModules: readonly DialectModule[] = [LabelStudioModule, OAuthModule];

const features = [
  ActivityModule,
  BackupsModule,
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

/** The services that already run when the modules are put together. */
export interface Running extends Shared {
  readonly readiness: Readiness;
  readonly routes: RouteTable;
  readonly dialects: Dialects;
  readonly announcements: Announcements;
}

@Module({ imports: [DiscoveryModule], controllers: [OpenApiController] })
export class ApiModule {
  static of(installation: Installation, running: Running, surfaces: readonly DialectModule[]): DynamicModule {
    const { readiness, routes, dialects, announcements } = running;
    return {
      module: ApiModule,
      imports: [CoreModule.of(installation, running), HealthModule.of(readiness), ...features, ...surfaces],
      providers: [
        { provide: RouteTable, useValue: routes },
        { provide: Dialects, useValue: dialects },
        { provide: Announcements, useValue: announcements },
        { provide: APP_FILTER, useClass: FailureFilter },
        { provide: APP_GUARD, useClass: AuthenticationGuard },
        { provide: APP_GUARD, useClass: DeclaredMembersGuard },
        { provide: APP_PIPE, useValue: requestValidation },
      ],
    };
  }
}
