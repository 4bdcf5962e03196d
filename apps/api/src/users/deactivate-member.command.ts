import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import * as Membership from '#domain/membership';
import { Refusal } from '#domain/refusal';
import { Ledger } from '#event-store/handle-command';
import { TokenValidity } from '#projections/token-validity';
import type { Caller } from '../authentication/caller.js';
import { actOnUser } from './organization-user.js';

/** Suspends a person's membership: the credentials that act in this organization stop, the person stays who they are. */
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
    // Ownership has a protection of its own, which this would go around.
    if (actOnUser(userId, caller, this.validity).role === 'owner') throw new Refusal('member/is-owner');
    const stream = Membership.streamOf(caller.organizationId, userId);
    await this.ledger.handle(Membership.decider, stream, { type: 'DeactivateMember', byRole: caller.role }, caller.origin);
  }
}
