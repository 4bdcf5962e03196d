import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { PersonalData } from '#credentials/personal-data';
import * as Organization from '#domain/organization';
import { switchOf } from '#domain/organization.rules';
import { Refusal } from '#domain/refusal';
import { Ledger, type Origin } from '#event-store/handle-command';
import { TokenValidity } from '#projections/token-validity';
import type { Caller } from '../authentication/caller.js';
import { Config } from '../config.js';

/** Creates an organization around its first owner, who was registered before: this event decides that both exist. */
export class CreateOrganization extends Command<void> {
  constructor(
    readonly organization: { readonly id: string; readonly name: string; readonly firstOwnerId: string },
    readonly origin: Origin,
  ) {
    super();
  }
}

@CommandHandler(CreateOrganization)
export class CreateOrganizationHandler implements ICommandHandler<CreateOrganization> {
  constructor(
    private readonly ledger: Ledger,
    private readonly personalData: PersonalData,
    private readonly config: Config,
  ) {}

  async execute({ organization: { id, name, firstOwnerId }, origin }: CreateOrganization): Promise<void> {
    const stream = Organization.streamOf(id);
    const sealed = await this.personalData.seal(Organization.subjectOf(id), { stream, field: 'name', schemaVersion: 1 }, name);
    const settings = { ...Organization.defaultSettings, legacyTokensEnabled: this.config.values.KEYLEDGER_ENABLE_LEGACY_TOKENS };
    await this.ledger.handle(Organization.decider, stream, { type: 'CreateOrganization', name: sealed, firstOwnerId, settings }, origin);
  }
}

/** A change to the settings of the caller's organization; the classes below say which. One handler receives them all. */
export abstract class ChangeOrganization extends Command<void> {
  constructor(
    readonly caller: Caller,
    readonly change: Organization.Command,
    /** Whether the change gives rights, which takes a recently confirmed session; taking away does not. */
    readonly gives: (settings: Organization.Settings) => boolean,
  ) {
    super();
  }
}

export class EnableTokenType extends ChangeOrganization {
  constructor(caller: Caller, tokenType: Organization.TokenType) {
    super(caller, { type: 'EnableTokenType', tokenType }, (settings) => !settings[switchOf[tokenType]]);
  }
}

export class DisableTokenType extends ChangeOrganization {
  constructor(caller: Caller, tokenType: Organization.TokenType) {
    super(caller, { type: 'DisableTokenType', tokenType }, () => false);
  }
}

export class SetTokenTtl extends ChangeOrganization {
  constructor(caller: Caller, days: number) {
    super(caller, { type: 'SetTokenTtl', days }, (settings) => days > settings.personalAccessTokenTtlDays);
  }
}

export class ChangeApiCredentialIssuance extends ChangeOrganization {
  constructor(caller: Caller, allowed: boolean) {
    const change = { type: 'ChangeApiCredentialIssuance', allowed, byRole: caller.role } as const;
    super(caller, change, (settings) => allowed && !settings.apiCredentialsMayIssue);
  }
}

export class ChangeServiceAccountAllowance extends ChangeOrganization {
  constructor(caller: Caller, allowance: number, allowanceMax: number) {
    const change = { type: 'ChangeServiceAccountAllowance', allowance, allowanceMax, byRole: caller.role } as const;
    super(caller, change, (settings) => allowance > settings.serviceAccountAllowance);
  }
}

@CommandHandler(ChangeOrganization)
export class ChangeOrganizationHandler implements ICommandHandler<ChangeOrganization> {
  constructor(
    private readonly ledger: Ledger,
    private readonly validity: TokenValidity,
  ) {}

  async execute({ caller, change, gives }: ChangeOrganization): Promise<void> {
    const organization = this.validity.principals.organizations.get(caller.organizationId);
    if (!organization) throw new Refusal('organization/not-found');
    if (gives(organization.settings) && !caller.mayGive) throw new Refusal('permission/confirmation-required');
    await this.ledger.handle(Organization.decider, Organization.streamOf(organization.id), change, caller.origin);
  }
}
