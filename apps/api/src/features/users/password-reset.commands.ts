import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Refusal } from '#domain/refusal';
import * as Token from '#domain/token';
import type { Actor } from '#event-store/envelope';
import { Ledger } from '#event-store/ledger';
import { type Origin, whileStanding } from '#event-store/origin';
import { Config, limits } from '#installation/config';
import { TokenValidity } from '#projections/token-validity/token-validity';
import type { Caller } from '../../edge/authentication/caller.js';
import { CredentialJudge } from '../../edge/authentication/credential-judge.js';
import { CredentialMint } from '../../edge/authentication/credential-mint.js';
import { SealedSources } from '../../edge/authentication/sealed-sources.js';
import { FollowUps } from '../../edge/follow-ups.js';
import type { NoOthers } from '../../edge/http/no-others.js';
import { object, type Shape, text, time } from '../../edge/http/schema.js';
import { newId } from '../../edge/ids.js';
import { DeviceCookies } from '../sessions/device-cookies.js';
import { revokedBy } from '../tokens/revoked-by.js';
import { TokenTermsSource } from '../tokens/token-terms-source.js';
import { actOnUser } from './organization-user.js';
import { signInsEndedOf } from './password.commands.js';
import { Passwords } from './passwords.js';
import { ResetLinks } from './reset-links.js';
import type { RedeemPasswordResetRequest } from './users.dto.js';

export const MadeResetLink = object('MadeResetLink', {
  link: text('https://keyledger.example/user/password-reset#…').about('Shown once: it cannot be read again.'),
  expiresAt: time,
});
export type MadeResetLink = Shape<typeof MadeResetLink>;

/** Makes a one-time link with which a person sets a new password within the hour. */
export class RequestPasswordReset extends Command<MadeResetLink> {
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
    private readonly terms: TokenTermsSource,
    private readonly validity: TokenValidity,
    private readonly config: Config,
  ) {}

  async execute({ caller, userId }: RequestPasswordReset): Promise<MadeResetLink> {
    const { user } = actOnUser(userId, caller, this.validity);
    if (user.status !== 'enabled') throw new Refusal('user/disabled');
    const { credential, lookup, kept } = this.mint.opaque('password-reset');
    const terms = this.terms.uncapped(limits.passwordResetSeconds);
    const owner: Token.Owned = { kind: 'password-reset', ownerKind: 'user', ownerId: userId, name: null };
    const stream = Token.stream(caller.idempotentId ?? newId());
    await this.ledger.on(stream).handle({ type: 'IssueToken', ...owner, lookup, kept, ...terms }, caller.origin);
    // A disabling ends the links that it finds; a link that is made at the same moment must not outlive it.
    if (this.validity.principals.users.get(userId)?.status !== 'enabled') {
      await this.ledger.on(stream).handle({ type: 'RevokeToken', reason: 'revoked', by: 'system', cause: 'undelivered' }, caller.origin);
      throw new Refusal('user/disabled');
    }
    // The secret is in the fragment, which browsers send to no server and write into no Referer header.
    return { link: `${this.config.publicUrl}/user/password-reset#${credential}`, expiresAt: terms.expiresAt as string };
  }
}

/**
 * Uses a reset link up and sets the new password; all sessions and other links of the person end. The browser counts as known from then on,
 * so that nobody who guesses passwords keeps the person from signing in.
 */
export class RedeemPasswordReset extends Command<{ readonly deviceCookie: string }> {
  constructor(
    readonly redemption: RedeemPasswordResetRequest,
    /** Network address of the one who has the link. */
    readonly ip: string,
    readonly origin: Origin,
  ) {
    super();
  }
}

/** The decision is on the person's stream; that the link was used is its record, so no link is used up in vain. */
@CommandHandler(RedeemPasswordReset)
export class RedeemPasswordResetHandler implements ICommandHandler<RedeemPasswordReset> {
  constructor(
    private readonly ledger: Ledger,
    private readonly credentialJudge: CredentialJudge,
    private readonly terms: TokenTermsSource,
    private readonly links: ResetLinks,
    private readonly passwords: Passwords,
    private readonly followUps: FollowUps,
    private readonly validity: TokenValidity,
    private readonly devices: DeviceCookies,
    private readonly sources: SealedSources,
  ) {}

  async execute({ redemption, ip, origin }: RedeemPasswordReset): Promise<{ readonly deviceCookie: string }> {
    const { secret, newPassword, ...others } = redemption;
    others satisfies NoOthers;
    const { token } = await this.credentialJudge.judgePossession(secret);
    const link = token && (await this.links.find(token.id));
    const requireGood = () => {
      if (!link || this.links.stateOf(link) !== 'active') throw new Refusal('password-reset/invalid');
    };
    requireGood();
    const { userId, organizationId, id } = link as NonNullable<typeof link>;
    const signInsEnded = await signInsEndedOf(userId, this.ledger);
    const actor: Actor = { kind: 'user', id: userId, credentialId: id };
    // The link must still be good after the hashing, which waits in a queue: the person's or the requester's rights may have changed.
    const own = whileStanding({ ...origin, actor, organizationId }, requireGood);
    const change = { userId, password: newPassword, origin: own, signInsEnded, by: 'possession' as const };
    await this.passwords.set(change).catch((error) => {
      throw error instanceof Refusal && error.code === 'password/changed' ? new Refusal('password-reset/invalid') : error;
    });
    const { at } = this.terms.uncapped(null);
    await this.followUps.attempt('The use of a reset link is recorded', async () => {
      await this.ledger.on(Token.stream(id)).handle({ type: 'RedeemToken', at, source: await this.sources.of(userId, id, ip) }, own);
    });
    return { deviceCookie: this.devices.issue(this.validity.principals.users.get(userId)?.emailDigest ?? '') };
  }
}

/** Revokes a reset link that nobody has used. */
export class RevokePasswordReset extends Command<void> {
  constructor(
    readonly caller: Caller,
    readonly userId: string,
    readonly resetId: string,
  ) {
    super();
  }
}

@CommandHandler(RevokePasswordReset)
export class RevokePasswordResetHandler implements ICommandHandler<RevokePasswordReset> {
  constructor(
    private readonly ledger: Ledger,
    private readonly validity: TokenValidity,
  ) {}

  async execute({ caller, userId, resetId }: RevokePasswordReset): Promise<void> {
    actOnUser(userId, caller, this.validity);
    const row = this.validity.tokens.byId(resetId);
    if (row?.kind !== 'password-reset' || row.ownerId !== userId) throw new Refusal('password-reset/not-found');
    const command: Token.Command = { type: 'RevokeToken', reason: 'revoked', by: revokedBy(caller.origin.actor, userId) };
    await this.ledger.on(Token.stream(resetId)).handle(command, caller.origin);
  }
}
