import { type DynamicModule, Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE, DiscoveryModule } from '@nestjs/core';
import { AddressListsOpener } from './edge/authentication/address-lists-opener.js';
import { AuthenticationGuard } from './edge/authentication/authentication.guard.js';
import { CredentialMint } from './edge/authentication/credential-mint.js';
import { SealedSources } from './edge/authentication/sealed-sources.js';
import { FollowUps } from './edge/follow-ups.js';
import { AcceptGuard } from './edge/http/accept.guard.js';
import { Announcements } from './edge/http/announcements.js';
import { DeclaredMembersGuard } from './edge/http/declared-members.guard.js';
import { Dialects } from './edge/http/dialects.js';
import { FailureFilter } from './edge/http/failure.filter.js';
import { FilteredPages } from './edge/http/filtered-pages.js';
import { LongReadTurns } from './edge/http/long-read-turns.js';
import { ReadModelFreshness } from './edge/http/read-model-freshness.js';
import { requestValidation } from './edge/http/request-validation.js';
import { RouteTable } from './edge/http/route-table.js';
import { IdempotencyKeys } from './edge/idempotency/idempotency-keys.js';
import { OpenApiController } from './edge/openapi/openapi.controller.js';

const services = [CredentialMint, IdempotencyKeys, FilteredPages, LongReadTurns, ReadModelFreshness, SealedSources];

/** The parts of the edge that the HTTP server uses as well, which exists before the modules. */
export interface EdgeParts {
  readonly routes: RouteTable;
  readonly dialects: Dialects;
  readonly announcements: Announcements;
  readonly followUps: FollowUps;
  readonly addressLists: AddressListsOpener;
}

/** What every request passes through, and the services of the edge that features inject. */
@Global()
@Module({ imports: [DiscoveryModule], controllers: [OpenApiController], exports: [...services, AddressListsOpener, FollowUps] })
export class EdgeModule {
  static of({ routes, dialects, announcements, followUps, addressLists }: EdgeParts): DynamicModule {
    return {
      module: EdgeModule,
      providers: [
        ...services,
        { provide: RouteTable, useValue: routes },
        { provide: Dialects, useValue: dialects },
        { provide: Announcements, useValue: announcements },
        { provide: FollowUps, useValue: followUps },
        { provide: AddressListsOpener, useValue: addressLists },
        { provide: APP_FILTER, useClass: FailureFilter },
        { provide: APP_GUARD, useClass: AuthenticationGuard },
        { provide: APP_GUARD, useClass: DeclaredMembersGuard },
        { provide: APP_GUARD, useClass: AcceptGuard },
        { provide: APP_PIPE, useValue: requestValidation },
      ],
    };
  }
}
