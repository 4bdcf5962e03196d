import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Refusal } from '#domain/refusal';
import type { RevokedBy } from '#domain/token.revocation';
import * as User from '#domain/user';
import { Ledger } from '#event-store/ledger';
import type { Origin } from '#event-store/origin';
import type { Caller } from '../../edge/authentication/caller.js';
import type { NoOthers } from '../../edge/http/no-others.js';
import { PasswordAttempts } from '../sessions/password-attempts.js';
import { revokedBy } from '../tokens/revoked-by.js';
import { Passwords } from './passwords.js';
import type { ChangePasswordRequest } from './users.dto.js';

/**
 * Sets a person's password. The same event ends the person's sessions and reset links, except the session that the password is set with.
 */
export class SetPassword extends Command<void> {
  constructor(
    readonly userId: string,
    readonly password: string,
    readonly origin: Origin,
    /** The member of the domain's command with this name: what the right to set the password was judged on. */
    readonly signInsEnded: number | null,
    /** In which capacity the sessions are ended; by default in the actor's. */
    readonly by: RevokedBy = revokedBy(origin.actor, userId),
  ) {
    super();
  }
}

@CommandHandler(SetPassword)
export class SetPasswordHandler implements ICommandHandler<SetPassword> {
  constructor(private readonly passwords: Passwords) {}

  execute(command: SetPassword): Promise<void> {
    return this.passwords.set(command);
  }
}

/** The caller changes their own password. The session that asks goes on; every other one ends. */
export class ChangeOwnPassword extends Command<void> {
  constructor(
    readonly caller: Caller,
    readonly passwords: ChangePasswordRequest,
  ) {
    super();
  }
}

@CommandHandler(ChangeOwnPassword)
export class ChangeOwnPasswordHandler implements ICommandHandler<ChangeOwnPassword> {
  constructor(
    private readonly ledger: Ledger,
    private readonly attempts: PasswordAttempts,
    private readonly passwords: Passwords,
  ) {}

  async execute({ caller, passwords }: ChangeOwnPassword): Promise<void> {
    const { currentPassword, newPassword, ...others } = passwords;
    others satisfies NoOthers;
    const signInsEnded = await signInsEndedOf(caller.id, this.ledger);
    await this.attempts.confirm(caller, currentPassword);
    caller.judgeAgain();
    await this.passwords.set(new SetPassword(caller.id, newPassword, caller.origin, signInsEnded));
  }
}

/** Read before it is judged who may set the person's password, so that the decision notices whatever ends that right from then on. */
export async function signInsEndedOf(userId: string, ledger: Ledger): Promise<number> {
  const { state } = await ledger.on(User.stream(userId)).load();
  if (state.status === 'absent') throw new Refusal('user/not-found');
  return state.signInsEnded;
}
