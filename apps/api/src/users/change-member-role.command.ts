import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import * as Membership from '#domain/membership';
import * as Organization from '#domain/organization';
import { Refusal } from '#domain/refusal';
import { isRaise, mayActOn, type Role } from '#domain/role';
import * as User from '#domain/user';
import { Ledger } from '#event-store/handle-command';
import { TokenValidity } from '#projections/token-validity';
import type { Caller } from '../authentication/caller.js';
import { actOnUser } from './organization-user.js';

/** Changes what a person may do. Raising takes a confirmed session; lowering any credential of sufficient role. */
export class ChangeMemberRole extends Command<void> {
  constructor(
    readonly caller: Caller,
    readonly userId: string,
    readonly role: Role,
  ) {
    super();
  }
}

@CommandHandler(ChangeMemberRole)
export class ChangeMemberRoleHandler implements ICommandHandler<ChangeMemberRole> {
  constructor(
    private readonly ledger: Ledger,
    private readonly validity: TokenValidity,
  ) {}

  async execute({ caller, userId, role }: ChangeMemberRole): Promise<void> {
    const current = actOnUser(userId, caller, this.validity).role;
    if (!mayActOn(caller.role, role)) throw new Refusal('role/above-own');
    if (isRaise(current, role) && !caller.mayGive) throw new Refusal('permission/confirmation-required');
    if (role === 'owner') return this.#makeOwner(caller, userId);
    const owner = { userId, byRole: caller.role, origin: caller.origin };
    if (current === 'owner') await this.#changeOwner('RemoveOwner', caller.organizationId, owner);
    const stream = Membership.streamOf(caller.organizationId, userId);
    const command = { type: 'ChangeMemberRole', role, byRole: caller.role } as const;
    await this.ledger.handle(Membership.decider, stream, command, caller.origin);
  }

  /** A disabled person cannot become an owner, also when the disabling and this happen at once. */
  async #makeOwner(caller: Caller, userId: string): Promise<void> {
    if (await this.#isDisabled(userId)) throw new Refusal('user/disabled');
    const owner = { userId, byRole: caller.role, origin: caller.origin };
    await this.#changeOwner('AddOwner', caller.organizationId, owner);
    if (await this.#isDisabled(userId)) {
      await this.#changeOwner('SuspendOwner', caller.organizationId, owner);
      throw new Refusal('user/disabled');
    }
  }

  async #changeOwner(
    type: 'AddOwner' | 'RemoveOwner' | 'SuspendOwner',
    organizationId: string,
    { userId, byRole, origin }: { userId: string; byRole: Role; origin: Caller['origin'] },
  ): Promise<void> {
    await this.ledger.handle(Organization.decider, Organization.streamOf(organizationId), { type, userId, byRole }, origin);
  }

  async #isDisabled(userId: string): Promise<boolean> {
    const { state } = await this.ledger.load(User.decider, User.streamOf(userId));
    return state.status !== 'enabled';
  }
}
