import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { restingOn } from '#domain/decider';
import { memberOf } from '#domain/member-of';
import * as Membership from '#domain/membership';
import * as Organization from '#domain/organization';
import { Refusal } from '#domain/refusal';
import { Ledger } from '#event-store/ledger';
import { TokenValidity } from '#projections/token-validity/token-validity';
import type { Caller } from '../../edge/authentication/caller.js';
import { actOnUser } from './organization-user.js';

/** Suspends a person's membership: the credentials that act in this organization stop, and the person's account stays. */
export class DeactivateMember extends Command<void> {
  constructor(
    readonly caller: Caller,
    readonly userId: string,
  ) {
    super();
  }
}

@CommandHandler(DeactivateMember)
export class DeactivateMemberHandler implements ICommandHandler<DeactivateMember> {
  constructor(
    private readonly ledger: Ledger,
    private readonly validity: TokenValidity,
  ) {}

  async execute({ caller, userId }: DeactivateMember): Promise<void> {
    const stream = Membership.stream(caller.organizationId, userId);
    const stillNoOwner = restingOn(stream, () => this.#requireNoOwner(caller, userId));
    const { events } = await this.ledger.on(stillNoOwner).handle({ type: 'DeactivateMember', byRole: caller.role }, caller.origin);
    if (events.length === 0 || !(await this.#becameOwner(caller, userId))) return;
    await this.ledger.on(stream).handle({ type: 'ReactivateMember', byRole: 'owner' }, caller.origin);
    throw new Refusal('member/is-owner');
  }

  /** Owners are protected on the organization's stream, and this would go around that protection. */
  #requireNoOwner(caller: Caller, userId: string): void {
    if (actOnUser(userId, caller, this.validity).role === 'owner') throw new Refusal('member/is-owner');
  }

  /** The person may have become an owner between the check and the append. */
  async #becameOwner({ organizationId }: Caller, userId: string): Promise<boolean> {
    const { state } = await this.ledger.on(Organization.stream(organizationId)).load();
    return state.status === 'present' && memberOf(state.owners, userId) !== undefined;
  }
}
