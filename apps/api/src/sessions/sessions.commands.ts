import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EmailDigests } from '#credentials/email-digest';
import type * as Activity from '#domain/activity';
import { Refusal } from '#domain/refusal';
import * as Token from '#domain/token';
import { Clock } from '#event-store/clock';
import { Ledger, type Origin } from '#event-store/handle-command';
import type { UserRow } from '#projections/principals';
import { TokenValidity } from '#projections/token-validity';
import { ActivityRecorder } from '../activity/activity-recorder.js';
import { RefusedAttempts } from '../activity/refused-attempts.js';
import type { Caller } from '../authentication/caller.js';
import { CredentialMint } from '../authentication/credential-mint.js';
import { Config } from '../config.js';
import { newId } from '../ids.js';
import { TokenTermsOf } from '../tokens/token-terms.js';
import { DeviceCookies } from './device-cookie.js';
import { PasswordAttempts } from './password-attempts.js';

export interface SignedIn {
  readonly sessionId: string;
  readonly userId: string;
  readonly expiresAt: string;
  /** For the cookie, never for a body. */
  readonly credential: string;
  readonly deviceCookie: string;
}

/** Begins a session for whoever knows the address and the password. */
export class SignIn extends Command<SignedIn> {
  constructor(
    readonly email: string,
    readonly password: string,
    readonly from: { readonly ip: string; readonly deviceCookie?: string },
    readonly origin: Origin,
  ) {
    super();
  }
}

@CommandHandler(SignIn)
export class SignInHandler implements ICommandHandler<SignIn> {
  constructor(
    private readonly ledger: Ledger,
    private readonly validity: TokenValidity,
    private readonly emails: EmailDigests,
    private readonly attempts: PasswordAttempts,
    private readonly devices: DeviceCookies,
    private readonly mint: CredentialMint,
    private readonly terms: TokenTermsOf,
    private readonly config: Config,
    private readonly activity: ActivityRecorder,
    private readonly refused: RefusedAttempts,
  ) {}

  async execute(command: SignIn): Promise<SignedIn> {
    const { email, password, from, origin } = command;
    const normalized = this.emails.normalize(email);
    const emailDigest = this.emails.digest(normalized ?? email);
    const user = normalized === null ? undefined : this.validity.principals.holderOf(emailDigest);
    const deviceId = this.devices.deviceId(from.deviceCookie, emailDigest);
    // Rows change as the log goes on; the password that is checked below is the one since this ending, or an earlier one.
    const signInsEnded = user?.signInsEnded ?? null;
    let isRight = false;
    try {
      isRight = await this.attempts.isRight(user, password, { account: emailDigest, ip: from.ip, deviceId });
    } catch (error) {
      if (error instanceof Refusal) this.refused.note(attemptOf('throttled', user, from.ip));
      throw error;
    }
    if (!user || !isRight) return this.#fail(user ? 'wrong-password' : 'unknown-account', user, command);
    if (!this.#maySignIn(user)) return this.#fail('disabled', user, command);
    return { ...(await this.#begin(user, signInsEnded, origin)), deviceCookie: this.devices.issue(emailDigest) };
  }

  async #begin(user: UserRow, signInsEnded: UserRow['signInsEnded'], origin: Origin): Promise<Omit<SignedIn, 'deviceCookie'>> {
    const sessionId = newId();
    origin.actor = { kind: 'user', id: user.id, credentialId: sessionId };
    origin.organizationId = user.homeOrganizationId;
    const { credential, lookup, kept } = this.mint.opaque('session');
    const terms = this.terms.uncapped(this.config.values.KEYLEDGER_SESSION_AGE_SECONDS);
    const owner = { kind: 'session', ownerKind: 'user', ownerId: user.id, name: null } as const;
    const issue = { type: 'IssueToken', ...owner, lookup, kept, ...terms } as const;
    const stream = Token.streamOf(sessionId);
    await this.ledger.handle(Token.decider, stream, issue, origin);
    // A new password or a disabling ends the sessions that it finds; one that began a moment later on what was before must not stay.
    if (this.validity.principals.users.get(user.id)?.signInsEnded !== signInsEnded) {
      await this.ledger.handle(
        Token.decider,
        stream,
        { type: 'RevokeToken', reason: 'password-changed', by: 'system', cause: 'undelivered' },
        origin,
      );
      throw new Refusal('sign-in/failed');
    }
    return { sessionId, userId: user.id, expiresAt: terms.expiresAt as string, credential };
  }

  #maySignIn({ id, homeOrganizationId }: UserRow): boolean {
    const owner = this.validity.principals.ownerFacts('user', id, homeOrganizationId);
    return owner?.status === 'enabled' && this.validity.principals.membership('user', id, homeOrganizationId)?.active === true;
  }

  /** Whatever was wrong, the answer is the same. One event for each would let a flood fill the log. */
  async #fail(reason: Activity.SignInFailure, user: UserRow | undefined, { from, origin }: SignIn): Promise<never> {
    const attempt = attemptOf(reason, user, from.ip);
    if (this.refused.isFirst(attempt)) {
      const ip = await this.refused.sealAddress(user?.id ?? null, 'ip', from.ip);
      const { organizationId } = attempt;
      await this.activity.record({ type: 'SignInFailed', reason, userId: user?.id ?? null, ip }, { ...origin, organizationId });
    }
    throw new Refusal('sign-in/failed');
  }
}

function attemptOf(reason: Activity.SignInFailure, user: UserRow | undefined, source: string) {
  return { reason: `sign-in/${reason}`, source, organizationId: user?.homeOrganizationId ?? null, tokenId: null, userId: user?.id };
}

/** The caller proves the password again: for 15 minutes the session may do what gives rights. */
export class ConfirmSession extends Command<void> {
  constructor(
    readonly caller: Caller,
    readonly password: string,
  ) {
    super();
  }
}

@CommandHandler(ConfirmSession)
export class ConfirmSessionHandler implements ICommandHandler<ConfirmSession> {
  constructor(
    private readonly ledger: Ledger,
    private readonly attempts: PasswordAttempts,
    private readonly clock: Clock,
  ) {}

  async execute({ caller, password }: ConfirmSession): Promise<void> {
    await this.attempts.confirm(caller, password);
    const command = { type: 'ConfirmSession', at: this.clock.now().toISOString() } as const;
    await this.ledger.handle(Token.decider, Token.streamOf(caller.token.id), command, caller.origin);
  }
}

/** Ends one of the caller's own sessions. */
export class EndSession extends Command<void> {
  constructor(
    readonly caller: Caller,
    readonly sessionId: string,
  ) {
    super();
  }
}

@CommandHandler(EndSession)
export class EndSessionHandler implements ICommandHandler<EndSession> {
  constructor(
    private readonly ledger: Ledger,
    private readonly validity: TokenValidity,
  ) {}

  async execute({ caller, sessionId }: EndSession): Promise<void> {
    const row = this.validity.tokens.byId(sessionId);
    if (row?.kind !== 'session' || row.ownerId !== caller.id) throw new Refusal('session/not-found');
    const command = { type: 'RevokeToken', reason: 'signed-out', by: 'owner' } as const;
    await this.ledger.handle(Token.decider, Token.streamOf(sessionId), command, caller.origin);
  }
}
