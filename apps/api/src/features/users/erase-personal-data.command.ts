import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { PersonalData } from '#credentials/personal-data';
import { SecretVault } from '#credentials/secret-vault';
import { restingOn } from '#domain/decider';
import { Refusal } from '#domain/refusal';
import * as User from '#domain/user';
import { EventStore } from '#event-store/event-store';
import { Ledger } from '#event-store/ledger';
import { TokenValidity } from '#projections/token-validity/token-validity';
import type { Caller } from '../../edge/authentication/caller.js';
import { FollowUps } from '../../edge/follow-ups.js';
import { erasePerson } from './erase-person.js';
import { ErasedRegister } from './erased-register.js';
import { actOnUser } from './organization-user.js';
import { OwnerSignIns, removeErasedOwner } from './owner-sign-ins.js';
import { People } from './people.js';
import { type UserView, UserViews } from './user-views.js';

/** Makes everything personal about a disabled user unreadable, for ever and everywhere. Ids, roles, times and counts stay. */
export class ErasePersonalData extends Command<UserView> {
  constructor(
    readonly caller: Caller,
    readonly userId: string,
  ) {
    super();
  }
}

@CommandHandler(ErasePersonalData)
export class ErasePersonalDataHandler implements ICommandHandler<ErasePersonalData> {
  constructor(
    readonly store: EventStore,
    readonly ledger: Ledger,
    readonly validity: TokenValidity,
    readonly personalData: PersonalData,
    readonly secrets: SecretVault,
    private readonly register: ErasedRegister,
    private readonly followUps: FollowUps,
    private readonly people: People,
    private readonly views: UserViews,
    private readonly ownerSignIns: OwnerSignIns,
  ) {}

  async execute({ caller, userId }: ErasePersonalData): Promise<UserView> {
    if (userId === caller.id) throw new Refusal('user/self');
    const stillBelow = restingOn(User.stream(userId), () => actOnUser(userId, caller, this.validity));
    actOnUser(userId, caller, this.validity);
    const person = await this.people.user(userId);
    await this.ledger.on(stillBelow).handle({ type: 'ErasePersonalData' }, caller.origin);
    await this.followUps.attempt('a person is erased', () => this.#erase(userId, caller));
    return this.views.of(userId, caller.organizationId, person);
  }

  /** Runs again for a repeated request, in the reconciler and at each start, so that a crash in between is mended. */
  async #erase(userId: string, { organizationId, origin }: Caller): Promise<void> {
    this.register.add(userId);
    await erasePerson(this, userId, origin);
    await removeErasedOwner(this.ownerSignIns, this.ledger, { userId, organizationId }, origin);
  }
}
