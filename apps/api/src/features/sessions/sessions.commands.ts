import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EmailDigests } from '#credentials/email-digests';
import type * as Activity from '#domain/activity';
import { Refusal } from '#domain/refusal';
import * as Token from '#domain/token';
import { Ledger } from '#event-store/ledger';
import type { Origin } from '#event-store/origin';
import type { UserRow } from '#projections/token-validity/principals';
import { TokenValidity } from '#projections/token-validity/token-validity';
import type { Caller } from '../../edge/authentication/caller.js';
import type { NoOthers } from '../../edge/http/no-others.js';
import { ActivityRecorder } from '../activity/activity-recorder.js';
import { RefusedAttempts } from '../activity/refused-attempts.js';
import { DeviceCookies } from './device-cookies.js';
import { LiveSessions } from './live-sessions.js';
import { PasswordAttempts } from './password-attempts.js';
import { type Begun, SessionBeginnings } from './session-beginnings.js';
import type { SignInRequest } from './sessions.dto.js';

export interface SignedIn extends Begun {
  readonly deviceCookie: string;
  /** Somebody else chose the password: the session may only choose a new one. */
  readonly passwordChangeRequired: boolean;
}

/** Begins a session for the holder of an address and its password. */
export class SignIn extends Command<SignedIn> {
  constructor(
    readonly attempt: SignInRequest,
    /** `session` is the one that the browser has already, by its cookie. */
    readonly from: { readonly ip: string; readonly deviceCookie?: string; readonly session: string | null },
    readonly origin: Origin,
  ) {
    super();
  }
}

@CommandHandler(SignIn)
export class SignInHandler implements ICommandHandler<SignIn> {
  constructor(
    private readonly validity: TokenValidity,
    private readonly emails: EmailDigests,
    private readonly attempts: PasswordAttempts,
    private readonly devices: DeviceCookies,
    private readonly beginnings: SessionBeginnings,
    private readonly activity: ActivityRecorder,
    private readonly refused: RefusedAttempts,
    private readonly sessions: LiveSessions,
  ) {}

  async execute(command: SignIn): Promise<SignedIn> {
    const { attempt, from, origin } = command;
    const { email, password, ...others } = attempt;
    others satisfies NoOthers;
    const normalized = this.emails.normalize(email);
    const emailDigest = this.#accountOf(email);
    const user = normalized === null ? undefined : this.validity.principals.userByEmail(emailDigest);
    const deviceId = this.devices.deviceId(from.deviceCookie, emailDigest);
    // Rows change as the log goes on. The password that is checked below is the one since this mark, or an earlier one.
    const signInsEnded = user?.signInsEnded ?? null;
    let isRight = false;
    try {
      isRight = await this.attempts.isRight(user, password, { account: emailDigest, ip: from.ip, deviceId, origin });
    } catch (error) {
      if (error instanceof Refusal) this.refused.note(attemptOf('throttled', user, from.ip));
      throw error;
    }
    if (!user || !isRight) return this.#fail(user ? 'wrong-password' : 'unknown-account', user, command);
    if (!this.#maySignIn(user)) return this.#fail('disabled', user, command);
    const { mustChangePassword: passwordChangeRequired } = user;
    const begun = await this.beginnings.begin(user, signInsEnded, from.ip, origin);
    if (from.session !== null) await this.beginnings.endReplaced(from.session, origin);
    await this.sessions.endSurplus(user.id, begun.sessionId, { ...origin, organizationId: user.homeOrganizationId });
    return { ...begun, deviceCookie: this.devices.issue(emailDigest), passwordChangeRequired };
  }

  /** Digest of the address by which people are found. A text that is no address counts as an account that nobody has. */
  #accountOf(email: string): string {
    return this.emails.digest(this.emails.normalize(email) ?? email);
  }

  #maySignIn({ id, homeOrganizationId }: UserRow): boolean {
    const owner = this.validity.principals.ownerFacts('user', id, homeOrganizationId);
    return owner?.status === 'enabled' && this.validity.principals.membership('user', id, homeOrganizationId)?.active === true;
  }

  /** The answer is the same whatever was wrong. One event for each attempt would let a flood fill the log. */
  async #fail(reason: Activity.SignInFailure, user: UserRow | undefined, { attempt: { email }, from, origin }: SignIn): Promise<never> {
    const refused = attemptOf(reason, user, from.ip);
    if (this.refused.isFirst({ ...refused, account: this.#accountOf(email) })) {
      const ip = await this.refused.sealSource(user?.id ?? null, from.ip);
      const { organizationId } = refused;
      await this.activity.record({ type: 'SignInFailed', reason, userId: user?.id ?? null, ip }, { ...origin, organizationId });
    }
    throw new Refusal('sign-in/failed');
  }
}

function attemptOf(reason: Activity.SignInFailure, user: UserRow | undefined, source: string) {
  return { reason: `sign-in/${reason}`, source, organizationId: user?.homeOrganizationId ?? null, tokenId: null, userId: user?.id };
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
    await this.ledger.on(Token.stream(sessionId)).handle({ type: 'RevokeToken', reason: 'signed-out', by: 'owner' }, caller.origin);
  }
}
