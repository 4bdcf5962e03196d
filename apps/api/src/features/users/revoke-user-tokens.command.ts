import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { restingOn } from '#domain/decider';
import * as User from '#domain/user';
import { Clock } from '#event-store/clock';
import { Ledger } from '#event-store/ledger';
import { TokenValidity } from '#projections/token-validity/token-validity';
import type { Caller } from '../../edge/authentication/caller.js';
import { revokedBy } from '../tokens/revoked-by.js';
import { actOnUser } from './organization-user.js';
import { People } from './people.js';
import { type UserView, UserViews } from './user-views.js';

/** Revokes, with one event, every credential that a person was issued until now: tokens and sessions, including the caller's own. */
export class RevokeUserTokens extends Command<UserView> {
  constructor(
    readonly caller: Caller,
    readonly userId: string,
  ) {
    super();
  }
}

@CommandHandler(RevokeUserTokens)
export class RevokeUserTokensHandler implements ICommandHandler<RevokeUserTokens> {
  constructor(
    private readonly ledger: Ledger,
    private readonly clock: Clock,
    private readonly validity: TokenValidity,
    private readonly people: People,
    private readonly views: UserViews,
  ) {}

  async execute({ caller, userId }: RevokeUserTokens): Promise<UserView> {
    const requireBelow = () => userId === caller.id || actOnUser(userId, caller, this.validity);
    requireBelow();
    const person = await this.people.user(userId);
    const by = revokedBy(caller.origin.actor, userId);
    const command: User.Command = { type: 'RevokeUserTokens', at: this.clock.now().toISOString(), by };
    await this.ledger.on(restingOn(User.stream(userId), requireBelow)).handle(command, caller.origin);
    return this.views.of(userId, caller.organizationId, person);
  }
}
