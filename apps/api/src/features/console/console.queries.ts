import type { OnApplicationBootstrap } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { passwordLengthMin } from '#credentials/password';
import { nameLengthMax } from '#domain/name';
import { ownersSettings, type Settings, ttlDaysMax } from '#domain/organization.settings';
import { validitySecondsMax, validitySecondsMin } from '#domain/token.api-key';
import { overlapSecondsMax } from '#domain/token.overlap';
import { reasons } from '#domain/verdict';
import { Config, limits } from '#installation/config';
import { productVersion } from '#installation/version';
import { administrators, admits, owners, shownRole } from '../../edge/authentication/access.js';
import type { Caller } from '../../edge/authentication/caller.js';
import { below } from '../../edge/http/dialects.js';
import { type Route, routesOf } from '../../edge/openapi/routes.js';
import { networksMax } from '../api-keys/api-keys.dto.js';
import { OrganizationViews } from '../organization/organization-views.js';
import { passwordLengthMax } from '../sessions/sessions.dto.js';
import { listedKinds, revokedAtOnceMax } from '../tokens/tokens.dto.js';
import { People } from '../users/people.js';
import { rolesFor } from './console-roles.js';
import { type ConsoleFeatures, type ConsoleLimits, type ConsoleView, settings } from './console-view.js';
import { kindLabels, reasonSentences } from './words.js';

/** What is not served has its pages in the console all the same, which are shown once it is. */
const features: ConsoleFeatures = { performance: false, account: false, audit: false, requests: false, jobs: false };

const kinds = listedKinds.map((kind) => ({ kind, label: kindLabels[kind] }));
const stateReasons = reasons.map((reason) => ({ reason, sentence: reasonSentences[reason] }));
const isNative = below('/v1');

/** What the console needs to know of the server and of its caller. */
export class DescribeConsole extends Query<ConsoleView> {
  constructor(readonly caller: Caller) {
    super();
  }
}

@QueryHandler(DescribeConsole)
export class DescribeConsoleHandler implements IQueryHandler<DescribeConsole>, OnApplicationBootstrap {
  #routes: readonly Route[] = [];

  constructor(
    private readonly organizations: OrganizationViews,
    private readonly people: People,
    private readonly discovery: DiscoveryService,
    private readonly config: Config,
  ) {}

  onApplicationBootstrap(): void {
    this.#routes = routesOf(this.discovery).filter(({ path }) => isNative(path));
  }

  async execute({ caller }: DescribeConsole): Promise<ConsoleView> {
    const { id, organizationId } = caller;
    const { email } = await this.people.user(id);
    return {
      version: productVersion,
      publicUrl: this.config.publicUrl,
      organization: { id: organizationId, name: await this.organizations.name(organizationId) },
      me: { id, email, ...shownRole(caller) },
      features,
      routes: this.#routes.filter((route) => admits(route.access, caller)).map(({ method, path }) => `${method} ${path}`),
      changeableSettings: settings.filter((setting) => mayChange(caller, setting)),
      roles: rolesFor(caller),
      kinds,
      stateReasons,
      limits: this.#limits(),
    };
  }

  #limits(): ConsoleLimits {
    return {
      nameLengthMax,
      passwordLengthMin,
      passwordLengthMax,
      ttlDaysMax,
      overlapSecondsMax,
      apiKeyValiditySecondsMin: validitySecondsMin,
      apiKeyValiditySecondsMax: validitySecondsMax,
      addressesMax: networksMax,
      revokedAtOnceMax,
      pageItemsMax: limits.pageItemsMax,
      serviceAccountAllowanceMax: this.config.values.KEYLEDGER_SERVICE_ACCOUNT_ALLOWANCE_MAX,
      confirmationSeconds: limits.confirmationSeconds,
      accessTtlSeconds: limits.accessTtlSeconds,
    };
  }
}

const mayChange = (caller: Caller, setting: keyof Settings): boolean =>
  admits({ roles: ownersSettings.includes(setting) ? owners : administrators, act: 'mixed' }, caller);
