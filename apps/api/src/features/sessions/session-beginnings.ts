import { Injectable } from '@nestjs/common';
import { Refusal } from '#domain/refusal';
import * as Token from '#domain/token';
import type { Actor } from '#event-store/envelope';
import { Ledger } from '#event-store/ledger';
import { aside, type Origin } from '#event-store/origin';
import { Config } from '#installation/config';
import type { UserRow } from '#projections/token-validity/principals';
import { TokenValidity } from '#projections/token-validity/token-validity';
import { CredentialJudge } from '../../edge/authentication/credential-judge.js';
import { CredentialMint } from '../../edge/authentication/credential-mint.js';
import { SealedSources } from '../../edge/authentication/sealed-sources.js';
import { FollowUps } from '../../edge/follow-ups.js';
import { newId } from '../../edge/ids.js';
import { TokenTermsSource } from '../tokens/token-terms-source.js';

export interface Begun {
  readonly sessionId: string;
  readonly userId: string;
  /** ISO-8601 UTC. */
  readonly expiresAt: string;
  /** For the cookie, never for a body. */
  readonly credential: string;
}

/** Begins sessions for people whose password was checked. */
@Injectable()
export class SessionBeginnings {
  constructor(
    private readonly ledger: Ledger,
    private readonly validity: TokenValidity,
    private readonly credentialJudge: CredentialJudge,
    private readonly mint: CredentialMint,
    private readonly terms: TokenTermsSource,
    private readonly config: Config,
    private readonly followUps: FollowUps,
    private readonly sources: SealedSources,
  ) {}

  /**
   * `ip` is the client's network address. `signInsEnded` is the person's mark from before the password was checked.
   * @throws Refusal sign-in/failed if the mark has changed
   */
  async begin(user: UserRow, signInsEnded: UserRow['signInsEnded'], ip: string, origin: Origin): Promise<Begun> {
    const sessionId = newId();
    const actor: Actor = { kind: 'user', id: user.id, credentialId: sessionId };
    const own: Origin = { ...origin, actor, organizationId: user.homeOrganizationId };
    const { credential, lookup, kept } = this.mint.opaque('session');
    const terms = this.terms.uncapped(this.config.values.KEYLEDGER_SESSION_AGE_SECONDS);
    const owner: Token.Owned = { kind: 'session', ownerKind: 'user', ownerId: user.id, name: null };
    const source = await this.sources.of(user.id, sessionId, ip);
    const stream = Token.stream(sessionId);
    await this.ledger.on(stream).handle({ type: 'IssueToken', ...owner, lookup, kept, source, ...terms }, own);
    // A new password or a disabling ends the sessions that it finds; a session that began a moment later with the old password must not
    // stay.
    if (this.validity.principals.users.get(user.id)?.signInsEnded !== signInsEnded) {
      await this.ledger.on(stream).handle({ type: 'RevokeToken', reason: 'password-changed', by: 'system', cause: 'undelivered' }, own);
      throw new Refusal('sign-in/failed');
    }
    return { sessionId, userId: user.id, expiresAt: terms.expiresAt as string, credential };
  }

  /** Ends the session whose cookie is about to be replaced, because nobody could sign it out any more. It may be somebody else's. */
  async endReplaced(credential: string, origin: Origin): Promise<void> {
    const { verdict, token } = this.credentialJudge.judge(credential, 'cookie');
    if (!verdict.active || token?.kind !== 'session') return;
    const { id, ownerId, organizationId } = token;
    const own = aside(origin, { actor: { kind: 'user', id: ownerId, credentialId: id }, organizationId });
    const end: Token.Command = { type: 'RevokeToken', reason: 'signed-out', by: 'possession' };
    await this.followUps.attempt('The session before is ended', () => this.ledger.on(Token.stream(id)).handle(end, own));
  }
}
