import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { restingOn } from '#domain/decider';
import { memberOf } from '#domain/member-of';
import * as Organization from '#domain/organization';
import { byTheHouse } from '#domain/organization.owners';
import { Refusal } from '#domain/refusal';
import * as User from '#domain/user';
import { Ledger } from '#event-store/ledger';
import { TokenValidity } from '#projections/token-validity/token-validity';
import type { Caller } from '../../edge/authentication/caller.js';
import { actOnUser } from './organization-user.js';
import { OwnerSignIns } from './owner-sign-ins.js';
import { People } from './people.js';
import { type UserView, UserViews } from './user-views.js';

/** Suspends every credential of a person, sign-in included, at once and until `EnableUser`. */
export class DisableUser extends Command<UserView> {
  constructor(
    readonly caller: Caller,
    readonly userId: string,
  ) {
    super();
  }
}

/**
 * An owner is suspended on the organization's stream first, which the verdict reads and where the last owner is protected; the event on the
 * person's stream is the record.
 */
@CommandHandler(DisableUser)
export class DisableUserHandler implements ICommandHandler<DisableUser> {
  constructor(
    private readonly ledger: Ledger,
    private readonly validity: TokenValidity,
    private readonly people: People,
    private readonly views: UserViews,
    private readonly signIns: OwnerSignIns,
  ) {}

  async execute({ caller, userId }: DisableUser): Promise<UserView> {
    const stillBelow = restingOn(User.stream(userId), () => actOnUser(userId, caller, this.validity));
    actOnUser(userId, caller, this.validity);
    const person = await this.people.user(userId);
    await this.#suspendOwnership(caller, userId);
    const { events } = await this.ledger.on(stillBelow).handle({ type: 'DisableUser' }, caller.origin);
    try {
      // The person may have become an owner between the check and the append.
      await this.#suspendOwnership(caller, userId);
    } catch (error) {
      if (events.length > 0) await this.ledger.on(User.stream(userId)).handle({ type: 'EnableUser' }, caller.origin);
      throw error;
    }
    return this.views.of(userId, caller.organizationId, person);
  }

  async #suspendOwnership({ organizationId, by, origin }: Caller, userId: string): Promise<void> {
    const stream = Organization.stream(organizationId);
    const { state } = await this.ledger.on(stream).load();
    if (state.status === 'absent') throw new Refusal('organization/not-found');
    if (memberOf(state.owners, userId) !== 'active') return;
    await this.signIns.record(organizationId, origin);
    await this.ledger.on(stream).handle({ type: 'SuspendOwner', userId, ...by }, origin);
  }
}

/** Ends the suspension: credentials that neither expired nor were revoked meanwhile work again. */
export class EnableUser extends Command<UserView> {
  constructor(
    readonly caller: Caller,
    readonly userId: string,
  ) {
    super();
  }
}

@CommandHandler(EnableUser)
export class EnableUserHandler implements ICommandHandler<EnableUser> {
  constructor(
    private readonly ledger: Ledger,
    private readonly validity: TokenValidity,
    private readonly people: People,
    private readonly views: UserViews,
  ) {}

  async execute({ caller, userId }: EnableUser): Promise<UserView> {
    const stillBelow = restingOn(User.stream(userId), () => actOnUser(userId, caller, this.validity));
    actOnUser(userId, caller, this.validity);
    const person = await this.people.user(userId);
    const { events } = await this.ledger.on(stillBelow).handle({ type: 'EnableUser' }, caller.origin);
    await this.#resumeOwnership(caller, userId, events.length > 0);
    return this.views.of(userId, caller.organizationId, person);
  }

  async #resumeOwnership(caller: Caller, userId: string, wasEnabled: boolean): Promise<void> {
    const { organizationId, by, origin } = caller;
    const stream = Organization.stream(organizationId);
    const { state: organization } = await this.ledger.on(stream).load();
    if (organization.status === 'absent' || memberOf(organization.owners, userId) !== 'suspended') return;
    try {
      await this.ledger.on(stream).handle({ type: 'ResumeOwner', userId, ...by }, origin);
    } catch (error) {
      // The person became an owner, and was suspended as one, between the check and the append: this caller may not enable them.
      if (wasEnabled) await this.ledger.on(User.stream(userId)).handle({ type: 'DisableUser' }, origin);
      throw error;
    }
    await this.#suspendAgain(caller, userId);
  }

  /**
   * A disabling in between found the ownership suspended and left it so. An active ownership of a disabled person would count as one more
   * owner.
   */
  async #suspendAgain({ organizationId, origin }: Caller, userId: string): Promise<void> {
    const { state } = await this.ledger.on(User.stream(userId)).load();
    if (state.status === 'enabled') return;
    try {
      await this.ledger.on(Organization.stream(organizationId)).handle({ type: 'SuspendOwner', userId, ...byTheHouse }, origin);
    } catch (error) {
      await this.ledger.on(User.stream(userId)).handle({ type: 'EnableUser' }, origin);
      throw error;
    }
  }
}
