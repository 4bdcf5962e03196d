import { Injectable } from '@nestjs/common';
import { SecretVault } from '#credentials/secret-vault';
import { Refusal } from '#domain/refusal';
import * as Token from '#domain/token';
import type { RevokedBy } from '#domain/token.revocation';
import * as User from '#domain/user';
import { Ledger } from '#event-store/ledger';
import type { Origin } from '#event-store/origin';
import { TokenValidity } from '#projections/token-validity/token-validity';
import { FollowUps } from '../../edge/follow-ups.js';
import { NewPasswords } from './new-passwords.js';

export interface PasswordChange {
  readonly userId: string;
  readonly password: string;
  readonly origin: Origin;
  /** The member of the domain's command: what the right to set the password was judged on. */
  readonly signInsEnded: number | null;
  /** In which capacity the sessions are ended. */
  readonly by: RevokedBy;
}

const endsAtOnce = 8;

/** How a password is set by the person, by the holder of a reset link, or by the operator of the host. */
@Injectable()
export class Passwords {
  constructor(
    private readonly ledger: Ledger,
    private readonly newPasswords: NewPasswords,
    private readonly secrets: SecretVault,
    private readonly validity: TokenValidity,
    private readonly followUps: FollowUps,
  ) {}

  async set({ userId, password, origin, signInsEnded, by }: PasswordChange): Promise<void> {
    const hash = await this.newPasswords.hashFor(userId, password);
    origin.requireStanding?.();
    const passwordId = await this.secrets.keep('password-hash', hash);
    const old = await this.#decide(userId, { type: 'SetPassword', passwordId, signInsEnded }, origin);
    // That event ends the sessions; the events on their own streams are the record.
    if (old !== null) await this.followUps.attempt('The password before is deleted', () => this.secrets.destroy(old));
    await this.followUps.attempt('The ends of sessions are recorded', () => this.#recordEnds(userId, origin, by));
  }

  /** The vault row of the previous password. A hash that the log will never name is deleted. */
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
    // A few sessions at a time: each is read and decided in the turn in which it begins.
    for (let from = 0; from < sessions.length; from += endsAtOnce) {
      const some = sessions.slice(from, from + endsAtOnce);
      await Promise.all(some.map(({ id }) => this.ledger.on(Token.stream(id)).handle(command, origin)));
    }
  }
}
