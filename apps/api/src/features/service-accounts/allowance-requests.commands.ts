import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { PersonalData } from '#credentials/personal-data';
import * as Organization from '#domain/organization';
import * as User from '#domain/user';
import { Ledger } from '#event-store/ledger';
import { Config } from '#installation/config';
import type { Caller } from '../../edge/authentication/caller.js';
import type { NoOthers } from '../../edge/http/no-others.js';
import { id, object, oneOf, type Shape, text } from '../../edge/http/schema.js';
import { newId } from '../../edge/ids.js';
import type { CreateAllowanceRequest, DeclineAllowanceRequest, GrantAllowanceRequest } from './allowance-requests.dto.js';

/** A request that nobody has answered yet. */
export const OpenAllowanceRequest = object('OpenAllowanceRequest', {
  id,
  state: oneOf(['open']),
  reason: text('Two pipelines that must not share a token'),
});
export type OpenAllowanceRequest = Shape<typeof OpenAllowanceRequest>;

/** Asks the owners for a greater allowance of service accounts. */
export class RequestAllowance extends Command<OpenAllowanceRequest> {
  constructor(
    readonly caller: Caller,
    readonly request: CreateAllowanceRequest,
  ) {
    super();
  }
}

@CommandHandler(RequestAllowance)
export class RequestAllowanceHandler implements ICommandHandler<RequestAllowance> {
  constructor(
    private readonly ledger: Ledger,
    private readonly personalData: PersonalData,
  ) {}

  async execute({ caller, request: { reason, ...others } }: RequestAllowance): Promise<OpenAllowanceRequest> {
    others satisfies NoOthers;
    const { id: userId, organizationId, origin, idempotentId: allowanceRequestId = newId() } = caller;
    const sealed = await sealFor(this.personalData, caller, 'reason', reason);
    const command: Organization.Command = { type: 'RequestServiceAccountAllowance', allowanceRequestId, userId, reason: sealed };
    await this.ledger.on(Organization.stream(organizationId)).handle(command, origin);
    return { id: allowanceRequestId, state: 'open', reason };
  }
}

/** Raises the allowance, as somebody has asked for. */
export class GrantAllowance extends Command<void> {
  constructor(
    readonly caller: Caller,
    readonly allowanceRequestId: string,
    readonly grant: GrantAllowanceRequest,
  ) {
    super();
  }
}

@CommandHandler(GrantAllowance)
export class GrantAllowanceHandler implements ICommandHandler<GrantAllowance> {
  constructor(
    private readonly ledger: Ledger,
    private readonly config: Config,
  ) {}

  async execute({ caller, allowanceRequestId, grant: { allowance, ...others } }: GrantAllowance): Promise<void> {
    others satisfies NoOthers;
    const { KEYLEDGER_SERVICE_ACCOUNT_ALLOWANCE_MAX: allowanceMax } = this.config.values;
    const { organizationId, by, origin } = caller;
    const command: Organization.Command = { type: 'GrantServiceAccountAllowance', allowanceRequestId, allowance, allowanceMax, ...by };
    await this.ledger.on(Organization.stream(organizationId)).handle(command, origin);
  }
}

/** Answers that the allowance stays as it is. */
export class DeclineAllowance extends Command<void> {
  constructor(
    readonly caller: Caller,
    readonly allowanceRequestId: string,
    readonly decline: DeclineAllowanceRequest,
  ) {
    super();
  }
}

@CommandHandler(DeclineAllowance)
export class DeclineAllowanceHandler implements ICommandHandler<DeclineAllowance> {
  constructor(
    private readonly ledger: Ledger,
    private readonly personalData: PersonalData,
  ) {}

  async execute({ caller, allowanceRequestId, decline: { note: typed, ...others } }: DeclineAllowance): Promise<void> {
    others satisfies NoOthers;
    const { organizationId, by, origin } = caller;
    const note = typed === undefined ? {} : { note: await sealFor(this.personalData, caller, 'note', typed) };
    const command: Organization.Command = { type: 'DeclineServiceAccountAllowance', allowanceRequestId, ...note, ...by };
    await this.ledger.on(Organization.stream(organizationId)).handle(command, origin);
  }
}

/** What somebody typed, under that person's key and at its place in the event. */
const sealFor = (personalData: PersonalData, { id, organizationId }: Caller, field: string, text: string) =>
  personalData.seal(User.subjectOf(id), { stream: Organization.stream(organizationId).name, field, schemaVersion: 1 }, text);
