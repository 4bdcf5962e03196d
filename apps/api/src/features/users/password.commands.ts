import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { SecretVault } from '#credentials/secret-vault';
import { Refusal } from '#domain/refusal';
import * as Token from '#domain/token';
import type { RevokedBy } from '#domain/token.revocation';
import * as User from '#domain/user';
import { Ledger } from '#event-store/ledger';
import type { Origin } from '#event-store/origin';
import { TokenValidity } from '#projections/token-validity/token-validity';
import type { Caller } from '../../edge/authentication/caller.js';
import { FollowUps } from '../../edge/follow-ups.js';
import type { NoOthers } from '../../edge/http/no-others.js';
import { PasswordAttempts } from '../sessions/password-attempts.js';
import { revokedBy } from '../tokens/revoked-by.js';
import { NewPasswords } from './new-passwords.js';
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

const endsAtOnce = 8;

@CommandHandler(SetPassword)
export class SetPasswordHandler implements ICommandHandler<SetPassword> {
  constructor(
    private readonly ledger: Ledger,
    private readonly newPasswords: NewPasswords,
    private readonly secrets: SecretVault,
    private readonly validity: TokenValidity,
    private readonly followUps: FollowUps,
  ) {}

  async execute({ userId, password, origin, signInsEnded, by }: SetPassword): Promise<void> {
    const hash = await this.newPasswords.hashFor(userId, password);
    origin.requireStanding?.();
    const passwordId = await this.secrets.keep('password-hash', hash);
    const old = await this.#decide(userId, { type: 'SetPassword', passwordId, signInsEnded }, origin);
    // The sessions are over with that event; what each one's own stream says of it is the record.
    if (old !== null) await this.followUps.attempt('The password before is deleted', () => this.secrets.destroy(old));
    await this.followUps.attempt('The ends of sessions are recorded', () => this.#recordEnds(userId, origin, by));
  }

  /** The vault row of the password before. A hash that the log will never name is deleted. */
  async #decide(userId: string, command: User.Command & { passwordId: string }, origin: Origin): Promise<string | null> {
    try {
      const { before } = await this.ledger.on(User.stream(userId)).handle(command, origin);
      return before.status === 'absent' ? null : before.passwordId;
    } catch (error) {
      if (error instanceof Refusal) await this.secrets.destroy(command.passwordId).catch(() => {});
      throw error;
    }
  }

  async #recordEnds(userId: string, origin: Origin, by: RevokedBy): Promise<void> {
    const isOver = ({ id, revoked }: { id: string; revoked: boolean }) => !revoked && id !== origin.actor.credentialId;
    const sessions = this.validity.tokens.sessionsOf(userId).filter(isOver);
    const command: Token.Command = { type: 'RevokeToken', reason: 'password-changed', by };
    // A few at a time: each is read and decided in the turn in which it begins.
    for (let from = 0; from < sessions.length; from += endsAtOnce) {
      const some = sessions.slice(from, from + endsAtOnce);
      await Promise.all(some.map(({ id }) => this.ledger.on(Token.stream(id)).handle(command, origin)));
    }
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
    private readonly setPassword: SetPasswordHandler,
  ) {}

  async execute({ caller, passwords }: ChangeOwnPassword): Promise<void> {
    const { currentPassword, newPassword, ...others } = passwords;
    others satisfies NoOthers;
    const signInsEnded = await signInsEndedOf(caller.id, this.ledger);
    await this.attempts.confirm(caller, currentPassword);
    caller.judgeAgain();
    await this.setPassword.execute(new SetPassword(caller.id, newPassword, caller.origin, signInsEnded));
  }
}

/** To be read before it is judged who may set the person's password; whatever ends it from then on is noticed at the decision. */
export async function signInsEndedOf(userId: string, ledger: Ledger): Promise<number> {
  const { state } = await ledger.on(User.stream(userId)).load();
  if (state.status === 'absent') throw new Refusal('user/not-found');
  return state.signInsEnded;
}
