import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { restingOn } from '#domain/decider';
import * as Membership from '#domain/membership';
import * as Organization from '#domain/organization';
import { byTheHouse, type OwnerCommand } from '#domain/organization.owners';
import { Refusal } from '#domain/refusal';
import { isRaise, mayActOn, requireMayRaise } from '#domain/role';
import * as User from '#domain/user';
import { Ledger } from '#event-store/ledger';
import { RevisionChanged } from '#event-store/stream-ledger';
import { TokenValidity } from '#projections/token-validity/token-validity';
import type { Caller } from '../../edge/authentication/caller.js';
import { requireMatch } from '../../edge/http/entity-tag.js';
import type { NoOthers } from '../../edge/http/no-others.js';
import { actOnUser, requireEnabled } from './organization-user.js';
import { OwnerSignIns } from './owner-sign-ins.js';
import { People, type Person } from './people.js';
import { type UserView, UserViews } from './user-views.js';
import type { ChangeRoleRequest } from './users.dto.js';

interface Revisions {
  readonly organization: number | null;
  readonly membership: number | null;
}

interface RoleChange {
  readonly role: Membership.MemberRole;
  readonly fromRole: 'owner' | null;
}

/**
 * Changes a person's role. Raising takes a confirmed session and a person who is enabled. For lowering, any credential of a sufficient
 * role will do; a disabled person who is lowered has the lower role once enabled again.
 */
export class ChangeMemberRole extends Command<UserView> {
  constructor(
    readonly caller: Caller,
    readonly userId: string,
    readonly change: ChangeRoleRequest,
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
    private readonly people: People,
    private readonly views: UserViews,
    private readonly signIns: OwnerSignIns,
  ) {}

  async execute(command: ChangeMemberRole): Promise<UserView> {
    const { caller, userId } = command;
    actOnUser(userId, caller, this.validity);
    const person = await this.people.user(userId);
    await this.#change(command, person);
    return this.views.of(userId, caller.organizationId, person);
  }

  async #change({ caller, userId, change, ifMatch }: ChangeMemberRole, person: Person): Promise<void> {
    const { role, ...others } = change;
    others satisfies NoOthers;
    const current = actOnUser(userId, caller, this.validity).role;
    if (!mayActOn(caller.role, role)) throw new Refusal('role/above-own');
    // These checks spare the rest of the work; the streams below decide.
    if (isRaise(current, role)) {
      requireMayRaise(caller.mayGrant);
      if (role !== 'owner') requireEnabled(userId, this.validity);
    }
    const only = await this.#onlyAt(caller, userId, ifMatch, person);
    if (role === 'owner') return this.#makeOwner(caller, userId, only.organization);
    if (current === 'owner') return this.#lowerOwner(caller, userId, role, only);
    const stillSo = restingOn(Membership.stream(caller.organizationId, userId), () => {
      if (isRaise(actOnUser(userId, caller, this.validity).role, role)) requireEnabled(userId, this.validity);
    });
    await this.#changeMembership(caller, stillSo, { role, fromRole: null }, only.membership);
  }

  /**
   * The organization's stream decides that the person is no owner any more; their new role follows. Going from owner to a role grants
   * nothing, even where the membership has a lower role, unless somebody lowered the membership meanwhile.
   */
  async #lowerOwner(caller: Caller, userId: string, role: Membership.MemberRole, only: Revisions): Promise<void> {
    const membership = Membership.stream(caller.organizationId, userId);
    const seen = await this.ledger.on(membership).load();
    await this.signIns.record(caller.organizationId, caller.origin);
    const { events } = await this.#changeOwner({ type: 'RemoveOwner', userId, ...caller.by }, caller, only.organization);
    const isLowered = events.length > 0;
    try {
      const change: RoleChange = { role, fromRole: isLowered ? 'owner' : null };
      await this.#changeMembership(caller, membership, change, isLowered ? (only.membership ?? seen.revision) : only.membership);
    } catch (error) {
      if (!isLowered || !(error instanceof RevisionChanged)) throw error;
      await this.#changeMembership(caller, membership, { role, fromRole: null }, null).catch(whereRefused);
    }
  }

  async #changeMembership(
    caller: Caller,
    membership: ReturnType<typeof Membership.stream>,
    change: RoleChange,
    onlyAtRevision: number | null,
  ): Promise<void> {
    const by = { byRole: caller.role, mayRaise: caller.mayGrant };
    await this.ledger
      .on(membership)
      .onlyAt(onlyAtRevision)
      .handle({ type: 'ChangeMemberRole', ...by, ...change }, caller.origin);
  }

  /**
   * The revisions of the person that the change was made on; null where any will do. Making an owner and changing a role below owner are
   * two streams, so two simultaneous changes of the two kinds may both succeed.
   * @throws Refusal request/precondition-failed
   */
  async #onlyAt(caller: Caller, userId: string, ifMatch: string | null, person: Person): Promise<Revisions> {
    if (ifMatch === null) return { organization: null, membership: null };
    const organization = await this.ledger.on(Organization.stream(caller.organizationId)).load();
    const membership = await this.ledger.on(Membership.stream(caller.organizationId, userId)).load();
    requireMatch(ifMatch, this.views.of(userId, caller.organizationId, person));
    return { organization: organization.revision, membership: membership.revision };
  }

  /** A disabled person cannot become an owner, even when the disabling happens at the same time. */
  async #makeOwner(caller: Caller, userId: string, onlyAtRevision: number | null): Promise<void> {
    if (await this.#isDisabled(userId)) throw new Refusal('user/disabled');
    const canSignIn = await this.signIns.canSignIn(userId, caller.organizationId);
    await this.#changeOwner({ type: 'AddOwner', userId, canSignIn, ...caller.by }, caller, onlyAtRevision);
    if (await this.#isDisabled(userId)) {
      await this.#changeOwner({ type: 'SuspendOwner', userId, ...byTheHouse }, caller, null);
      throw new Refusal('user/disabled');
    }
  }

  #changeOwner(command: OwnerCommand, { organizationId, origin }: Caller, onlyAtRevision: number | null) {
    return this.ledger.on(Organization.stream(organizationId)).onlyAt(onlyAtRevision).handle(command, origin);
  }

  async #isDisabled(userId: string): Promise<boolean> {
    const { state } = await this.ledger.on(User.stream(userId)).load();
    return state.status !== 'enabled';
  }
}

/** The ownership is already taken away. If somebody gave the person a lower role meanwhile, that decision stands. */
function whereRefused(error: unknown): void {
  if (!(error instanceof Refusal)) throw error;
}
