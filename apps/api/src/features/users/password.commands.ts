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

/** Sets a person's password. The same event ends the person's sessions and reset links, but the session that it is done with. */
export class SetPassword extends Command<void> {
  constructor(
    readonly userId: string,
    readonly password: string,
    readonly origin: Origin,
    /** As the domain's command of this name has it: what the right to set the password was judged on. */
    readonly signInsEnded: number | null,
    /** In which capacity the sessions are ended; by default in that of the actor. */
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

/** The caller changes the own password; the session that asks goes on, every other one ends. */
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

/** To be read before it is judged who may set the person's password; whatever ends it from then on is noticed at the decision. */
export async function signInsEndedOf(userId: string, ledger: Ledger): Promise<number> {
  const { state } = await ledger.on(User.stream(userId)).load();
  if (state.status === 'absent') throw new Refusal('user/not-found');
  return state.signInsEnded;
}
