import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { PersonalData } from '#credentials/personal-data';
import { inSequence } from '#domain/decider';
import * as Organization from '#domain/organization';
import { defaultSettings, type TokenType } from '#domain/organization.settings';
import { Ledger } from '#event-store/ledger';
import type { Origin } from '#event-store/origin';
import { Config } from '#installation/config';
import type { Caller } from '../../edge/authentication/caller.js';
import { requireMatch } from '../../edge/http/entity-tag.js';
import type { NoOthers } from '../../edge/http/no-others.js';
import type { UpdateOrganizationRequest } from './organization.dto.js';
import { type OrganizationView, OrganizationViews } from './organization-views.js';

/** Creates an organization around its first owner, who was registered before. This event decides that both exist. */
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
    const stream = Organization.stream(id);
    const told = await this.personalData.sealAll(Organization.textsOf(id), { name });
    const settings = { ...defaultSettings, legacyTokensEnabled: this.config.values.KEYLEDGER_ENABLE_LEGACY_TOKENS };
    await this.ledger.on(stream).handle({ type: 'CreateOrganization', ...told, firstOwnerId, settings }, origin);
  }
}

/** A change to the settings of the caller's organization; the subclasses say which. One handler receives them all. */
export abstract class ChangeOrganization extends Command<void> {
  constructor(
    readonly caller: Caller,
    readonly change: Organization.Command,
  ) {
    super();
  }
}

export class EnableTokenType extends ChangeOrganization {
  constructor(caller: Caller, tokenType: TokenType) {
    super(caller, { type: 'EnableTokenType', tokenType, ...caller.by });
  }
}

export class DisableTokenType extends ChangeOrganization {
  constructor(caller: Caller, tokenType: TokenType) {
    super(caller, { type: 'DisableTokenType', tokenType, ...caller.by });
  }
}

export class SetTokenTtl extends ChangeOrganization {
  constructor(caller: Caller, days: number) {
    super(caller, { type: 'SetTokenTtl', days, ...caller.by });
  }
}

export class ChangeApiCredentialIssuance extends ChangeOrganization {
  constructor(caller: Caller, allowed: boolean) {
    super(caller, { type: 'ChangeApiCredentialIssuance', allowed, ...caller.by });
  }
}

export class ChangeApiKeyIssuance extends ChangeOrganization {
  constructor(caller: Caller, allowed: boolean) {
    super(caller, { type: 'ChangeApiKeyIssuance', allowed, ...caller.by });
  }
}

export class ChangeServiceAccountAllowance extends ChangeOrganization {
  constructor(caller: Caller, allowance: number, allowanceMax: number) {
    super(caller, { type: 'ChangeServiceAccountAllowance', allowance, allowanceMax, ...caller.by });
  }
}

@CommandHandler(ChangeOrganization)
export class ChangeOrganizationHandler implements ICommandHandler<ChangeOrganization> {
  constructor(private readonly ledger: Ledger) {}

  execute(command: ChangeOrganization): Promise<void> {
    return changeAll(this.ledger, command.caller, [command]);
  }
}

/** All of the changes in one append, or none when one is refused. */
async function changeAll(
  ledger: Ledger,
  { organizationId, origin }: Caller,
  changes: readonly ChangeOrganization[],
  onlyAtRevision: number | null = null,
): Promise<void> {
  const commands = changes.map(({ change }) => change);
  await ledger
    .on(inSequence(Organization.stream(organizationId)))
    .onlyAt(onlyAtRevision)
    .handle(commands, origin);
}

/** Changes several settings at once: all of them, or none when one is refused. */
export class UpdateOrganization extends Command<OrganizationView> {
  constructor(
    readonly caller: Caller,
    readonly changes: UpdateOrganizationRequest,
    /** Entity tag of the settings that the change was made on; null when any will do. */
    readonly ifMatch: string | null = null,
  ) {
    super();
  }
}

@CommandHandler(UpdateOrganization)
export class UpdateOrganizationHandler implements ICommandHandler<UpdateOrganization> {
  constructor(
    private readonly config: Config,
    private readonly views: OrganizationViews,
    private readonly ledger: Ledger,
  ) {}

  async execute({ caller, changes, ifMatch }: UpdateOrganization): Promise<OrganizationView> {
    const commands = this.#commandsFor(caller, changes);
    const { organizationId } = caller;
    const name = await this.views.name(organizationId);
    const { revision } = await this.ledger.on(Organization.stream(organizationId)).load();
    requireMatch(ifMatch, this.views.of(organizationId, name));
    await changeAll(this.ledger, caller, commands, ifMatch === null ? null : revision);
    return this.views.of(organizationId, name);
  }

  #commandsFor(caller: Caller, changes: UpdateOrganizationRequest): ChangeOrganization[] {
    const {
      personalAccessTokensEnabled,
      legacyTokensEnabled,
      personalAccessTokenTtlDays,
      serviceAccountAllowance,
      apiCredentialsMayIssue,
      apiKeysMayIssue,
      ...others
    } = changes;
    others satisfies NoOthers;
    const { KEYLEDGER_SERVICE_ACCOUNT_ALLOWANCE_MAX: allowanceMax } = this.config.values;
    const commands: ChangeOrganization[] = [];
    if (personalAccessTokensEnabled !== undefined) commands.push(switchTokenType(caller, 'personal', personalAccessTokensEnabled));
    if (legacyTokensEnabled !== undefined) commands.push(switchTokenType(caller, 'legacy', legacyTokensEnabled));
    if (personalAccessTokenTtlDays !== undefined) commands.push(new SetTokenTtl(caller, personalAccessTokenTtlDays));
    if (serviceAccountAllowance !== undefined)
      commands.push(new ChangeServiceAccountAllowance(caller, serviceAccountAllowance, allowanceMax));
    if (apiCredentialsMayIssue !== undefined) commands.push(new ChangeApiCredentialIssuance(caller, apiCredentialsMayIssue));
    if (apiKeysMayIssue !== undefined) commands.push(new ChangeApiKeyIssuance(caller, apiKeysMayIssue));
    return commands;
  }
}

const switchTokenType = (caller: Caller, tokenType: TokenType, on: boolean) =>
  on ? new EnableTokenType(caller, tokenType) : new DisableTokenType(caller, tokenType);
