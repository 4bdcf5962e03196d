import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Passwords, passwordProblem } from '#credentials/password';
import { SecretVault } from '#credentials/secret-vault';
import { Refusal } from '#domain/refusal';
import * as Token from '#domain/token';
import type { RevokedBy } from '#domain/token.revocation';
import * as User from '#domain/user';
import { Ledger, type Origin } from '#event-store/handle-command';
import { TokenValidity } from '#projections/token-validity';
import type { Caller } from '../authentication/caller.js';
import { CredentialMint } from '../authentication/credential-mint.js';
import { CredentialVerifier } from '../authentication/credential-verifier.js';
import { Config, limits } from '../config.js';
import { newId } from '../ids.js';
import { PasswordAttempts } from '../sessions/password-attempts.js';
import { revokedBy } from '../tokens/revoked-by.js';
import { TokenTermsOf } from '../tokens/token-terms.js';
import { actOnUser } from './organization-user.js';

/** Sets a person's password and ends all sessions of the person but `keptSessionId`. */
export class SetPassword extends Command<void> {
  constructor(
    readonly userId: string,
    readonly password: string,
    readonly origin: Origin,
    readonly keptSessionId: string | null,
    /** In which capacity the sessions are ended; by default in that of the actor. */
    readonly by: RevokedBy = revokedBy(origin.actor, userId),
  ) {
    super();
  }
}

@CommandHandler(SetPassword)
export class SetPasswordHandler implements ICommandHandler<SetPassword> {
  constructor(
    private readonly ledger: Ledger,
    private readonly passwords: Passwords,
    private readonly secrets: SecretVault,
    private readonly validity: TokenValidity,
  ) {}

  async execute({ userId, password, origin, keptSessionId, by }: SetPassword): Promise<void> {
    const problem = passwordProblem(password);
    if (problem) throw new Refusal(`password/${problem}`);
    const passwordId = await this.secrets.keep('password-hash', await this.passwords.hash(password));
    const command = { type: 'SetPassword', passwordId } as const;
    const { before } = await this.ledger.handle(User.decider, User.streamOf(userId), command, origin);
    if (before.status !== 'absent' && before.passwordId !== null) await this.secrets.destroy(before.passwordId);
    await this.#endSessions(userId, keptSessionId, origin, by);
  }

  async #endSessions(userId: string, keptSessionId: string | null, origin: Origin, by: RevokedBy): Promise<void> {
    const sessions = this.validity.tokens.sessionsOf(userId).filter(({ id, revoked }) => !revoked && id !== keptSessionId);
    const command = { type: 'RevokeToken', reason: 'password-changed', by } as const;
    await Promise.all(sessions.map(({ id }) => this.ledger.handle(Token.decider, Token.streamOf(id), command, origin)));
  }
}

/** The caller changes the own password; the session that asks goes on, every other one ends. */
export class ChangeOwnPassword extends Command<void> {
  constructor(
    readonly caller: Caller,
    readonly currentPassword: string,
    readonly newPassword: string,
  ) {
    super();
  }
}

@CommandHandler(ChangeOwnPassword)
export class ChangeOwnPasswordHandler implements ICommandHandler<ChangeOwnPassword> {
  constructor(
    private readonly attempts: PasswordAttempts,
    private readonly setPassword: SetPasswordHandler,
  ) {}

  async execute({ caller, currentPassword, newPassword }: ChangeOwnPassword): Promise<void> {
    await this.attempts.confirm(caller, currentPassword);
    await this.setPassword.execute(new SetPassword(caller.id, newPassword, caller.origin, caller.token.id));
  }
}

/** Makes a one-time link with which a person sets a new password within the hour. */
export class RequestPasswordReset extends Command<{ link: string; expiresAt: string }> {
  constructor(
    readonly caller: Caller,
    readonly userId: string,
  ) {
    super();
  }
}

@CommandHandler(RequestPasswordReset)
export class RequestPasswordResetHandler implements ICommandHandler<RequestPasswordReset> {
  constructor(
    private readonly ledger: Ledger,
    private readonly mint: CredentialMint,
    private readonly terms: TokenTermsOf,
    private readonly validity: TokenValidity,
    private readonly config: Config,
  ) {}

  async execute({ caller, userId }: RequestPasswordReset): Promise<{ link: string; expiresAt: string }> {
    const { user } = actOnUser(userId, caller, this.validity);
    if (user.status !== 'enabled') throw new Refusal('user/disabled');
    const { credential, lookup, kept } = this.mint.opaque('password-reset');
    const terms = this.terms.uncapped(limits.passwordResetSeconds);
    const owner = { kind: 'password-reset', ownerKind: 'user', ownerId: userId, name: null } as const;
    const command = { type: 'IssueToken', ...owner, lookup, kept, ...terms } as const;
    await this.ledger.handle(Token.decider, Token.streamOf(caller.origin.creationId ?? newId()), command, caller.origin);
    // In the fragment, which browsers send to no server and write into no referer.
    return { link: `${this.config.publicUrl}/user/password-reset#${credential}`, expiresAt: terms.expiresAt as string };
  }
}

/** Uses a reset link up and sets the new password; all sessions of the person end. */
export class RedeemPasswordReset extends Command<void> {
  constructor(
    readonly secret: string,
    readonly newPassword: string,
    readonly origin: Origin,
  ) {
    super();
  }
}

@CommandHandler(RedeemPasswordReset)
export class RedeemPasswordResetHandler implements ICommandHandler<RedeemPasswordReset> {
  constructor(
    private readonly ledger: Ledger,
    private readonly verifier: CredentialVerifier,
    private readonly terms: TokenTermsOf,
    private readonly setPassword: SetPasswordHandler,
  ) {}

  async execute({ secret, newPassword, origin }: RedeemPasswordReset): Promise<void> {
    const { verdict, token, as } = await this.verifier.judgePossession(secret);
    if (!verdict.active || !token || as !== 'password-reset') throw new Refusal('password-reset/invalid');
    const problem = passwordProblem(newPassword);
    if (problem) throw new Refusal(`password/${problem}`);
    origin.actor = { kind: 'user', id: token.ownerId, credentialId: token.id };
    origin.organizationId = token.organizationId;
    const { at } = this.terms.uncapped(null);
    await this.ledger.handle(Token.decider, Token.streamOf(token.id), { type: 'RedeemToken', at }, origin);
    await this.setPassword.execute(new SetPassword(token.ownerId, newPassword, origin, null, 'possession'));
  }
}
