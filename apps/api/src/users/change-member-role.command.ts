import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import * as Membership from '#domain/membership';
import * as Organization from '#domain/organization';
import { Refusal } from '#domain/refusal';
import { isRaise, mayActOn, type Role } from '#domain/role';
import * as User from '#domain/user';
import { Ledger } from '#event-store/handle-command';
import { TokenValidity } from '#projections/token-validity';
import type { Caller } from '../authentication/caller.js';
import { requireMatch } from '../http/entity-tag.js';
import { actOnUser } from './organization-user.js';
import { type Person, PersonOf } from './person.js';
import { type UserView, UserViews } from './user-view.js';

/** Changes what a person may do. Raising takes a confirmed session; lowering any credential of sufficient role. */
export class ChangeMemberRole extends Command<UserView> {
  constructor(
    readonly caller: Caller,
    readonly userId: string,
    readonly role: Role,
    /** Entity tag of the person that the change was made on; null when any will do. */
    readonly ifMatch: string | null = null,
  ) {
    super();
  }
}

@CommandHandler(ChangeMemberRole)
export class ChangeMemberRoleHandler implements ICommandHandler<ChangeMemberRole> {
  constructor(
    private readonly ledger: Ledger,
    private readonly validity: TokenValidity,
    private readonly personOf: PersonOf,
    private readonly views: UserViews,
  ) {}

  async execute(command: ChangeMemberRole): Promise<UserView> {
    const { caller, userId } = command;
    actOnUser(userId, caller, this.validity);
    const person = await this.personOf.user(userId);
    await this.#change(command, person);
    return this.views.of(userId, caller.organizationId, person);
  }

  async #change({ caller, userId, role, ifMatch }: ChangeMemberRole, person: Person): Promise<void> {
    const current = actOnUser(userId, caller, this.validity).role;
    if (!mayActOn(caller.role, role)) throw new Refusal('role/above-own');
    if (isRaise(current, role) && !caller.mayGive) throw new Refusal('permission/confirmation-required');
    const only = await this.#onlyAt(caller, userId, ifMatch, person);
    if (role === 'owner') return this.#makeOwner(caller, userId, only.organization);
    if (current === 'owner') await this.#changeOwner('RemoveOwner', caller, userId, only.organization);
    const stream = Membership.streamOf(caller.organizationId, userId);
    const command = { type: 'ChangeMemberRole', role, byRole: caller.role } as const;
    // Once the ownership was removed at the revision that was asked for, it is decided, and nothing refuses the rest of it.
    const onlyAtRevision = current === 'owner' ? null : only.membership;
    await this.ledger.handle(Membership.decider, stream, command, caller.origin, onlyAtRevision);
  }

  /**
   * The revisions at which the person is as the change was made on; null where any will do. Making an owner and changing a role below
   * are two streams: of two that do one and the other at once, both may succeed.
   *
   * @throws Refusal request/precondition-failed
   */
  async #onlyAt(caller: Caller, userId: string, ifMatch: string | null, person: Person) {
    if (ifMatch === null) return { organization: null, membership: null };
    const organization = await this.ledger.load(Organization.decider, Organization.streamOf(caller.organizationId));
    const membership = await this.ledger.load(Membership.decider, Membership.streamOf(caller.organizationId, userId));
    requireMatch(ifMatch, this.views.of(userId, caller.organizationId, person));
    return { organization: organization.revision, membership: membership.revision };
  }

  /** A disabled person cannot become an owner, also when the disabling and this happen at once. */
  async #makeOwner(caller: Caller, userId: string, onlyAtRevision: number | null): Promise<void> {
    if (await this.#isDisabled(userId)) throw new Refusal('user/disabled');
    await this.#changeOwner('AddOwner', caller, userId, onlyAtRevision);
    if (await this.#isDisabled(userId)) {
      await this.#changeOwner('SuspendOwner', caller, userId);
      throw new Refusal('user/disabled');
    }
  }

  async #changeOwner(
    type: 'AddOwner' | 'RemoveOwner' | 'SuspendOwner',
    { organizationId, role: byRole, origin }: Caller,
    userId: string,
    onlyAtRevision: number | null = null,
  ): Promise<void> {
    const command = { type, userId, byRole } as const;
    await this.ledger.handle(Organization.decider, Organization.streamOf(organizationId), command, origin, onlyAtRevision);
  }

  async #isDisabled(userId: string): Promise<boolean> {
    const { state } = await this.ledger.load(User.decider, User.streamOf(userId));
    return state.status !== 'enabled';
  }
}
