import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { Refusal } from '#domain/refusal';
import { mayActOn } from '#domain/role';
import { Clock } from '#event-store/clock';
import { whileStanding } from '#event-store/origin';
import { Config, limits } from '#installation/config';
import type { TokenRow } from '#projections/token-validity/token-row';
import { TokenValidity } from '#projections/token-validity/token-validity';
import { Announcements } from '../http/announcements.js';
import { Dialects, type PresentedCredential } from '../http/dialects.js';
import { isFromOwnPage, isSentByOwnPage } from '../http/own-page.js';
import { type Access, accessKey, type Declared } from './access.js';
import type { Caller, Origin } from './caller.js';
import { CredentialJudge, type Judged } from './credential-judge.js';
import { refuseRepeated } from './presented-credential.js';

/** A credential, from where it came, and with which request. */
type Presented = PresentedCredential & { readonly address: () => string | null; readonly request: FastifyRequest };

/**
 * The declaration is bound to the resolved handler, so that no spelling of a path avoids it. A route without a declaration admits nobody.
 */
@Injectable()
export class AuthenticationGuard implements CanActivate {
  constructor(
    private readonly config: Config,
    private readonly reflector: Reflector,
    private readonly credentialJudge: CredentialJudge,
    private readonly validity: TokenValidity,
    private readonly clock: Clock,
    private readonly dialects: Dialects,
    private readonly announcements: Announcements,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const access = this.reflector.getAllAndOverride<Declared | undefined>(accessKey, [context.getHandler(), context.getClass()]);
    if (!access) throw new Refusal('permission/denied');
    if ('public' in access) {
      refuseRepeated(request);
      if (access.signsIn) this.#requireOwnPage(request, 'revoke');
      return true;
    }
    const caller = this.#authenticate(request, access);
    request.caller = caller;
    request.origin = caller.origin;
    this.announcements.admitted.announce(caller, request);
    requireAllowed(caller, access);
    if (caller.token.kind === 'session') this.#requireOwnPage(request, access.act);
    return true;
  }

  #authenticate(request: FastifyRequest, access: Access): Caller {
    const dialect = this.dialects.of(request);
    const presented = dialect.credentialOf(request, this.config.isHttps);
    if (!presented) throw new Refusal('credential/missing');
    const address = () => request.ip;
    const judged = this.credentialJudge.judge(presented.credential, presented.scheme, address);
    const { verdict, token, as } = judged;
    const isTaken = as === null || (dialect.takes?.(as) ?? true);
    if (!verdict.active || !isTaken) {
      const refused = { reason: verdict.active ? 'scheme-mismatch' : verdict.reason, token, as } as const;
      this.announcements.refused.announce(refused, request);
      dialect.refuse?.(refused, presented, request);
      throw new Refusal('credential/invalid');
    }
    return this.#callerOf(judged, { ...presented, address, request }, access, request.origin);
  }

  /** @throws Refusal credential/invalid unless the verdict is good */
  #callerOf({ verdict, token, as, generation }: Judged, presented: Presented, access: Access, asked: Origin): Caller {
    if (!verdict.active || !token || generation === null) {
      // The first judgement is announced where it is made; this one came after the request had waited.
      const reason = verdict.active ? 'unknown' : verdict.reason;
      this.announcements.refused.announce({ reason, token, as }, presented.request);
      throw new Refusal('credential/invalid');
    }
    const { ownerKind: kind, ownerId: id, organizationId } = token;
    const { users, serviceAccounts, organizations } = this.validity.principals;
    const number = (kind === 'user' ? users.get(id) : serviceAccounts.get(id))?.number ?? 0;
    const isRecentlyAuthenticated = this.#isRecentlyAuthenticated(token);
    const mayGrant = isRecentlyAuthenticated || (organizations.get(organizationId)?.settings.apiCredentialsMayIssue ?? false);
    const by = {
      byRole: verdict.role,
      byOwner: kind === 'user' && verdict.role === 'owner' ? id : null,
      mayRaise: isRecentlyAuthenticated,
    };
    const actor = { kind, id, credentialId: token.id };
    // The credential's text does not leave this method: an object that held it could get into a log.
    const judgeAgain = (): Caller => {
      const { credential, scheme, address } = presented;
      const again = { ...this.#callerOf(this.credentialJudge.judge(credential, scheme, address), presented, access, asked), origin };
      requireAllowed(again, access);
      return again;
    };
    const origin = whileStanding({ ...asked, actor, organizationId }, () => requireNoLess(judgeAgain(), caller, access));
    const passwordChangeRequired = token.kind === 'session' && users.get(id)?.mustChangePassword === true;
    const standing = { role: verdict.role, mayGrant, passwordChangeRequired, by };
    const caller = { id, kind, number, organizationId, token, generation, ...standing, origin, judgeAgain };
    return caller;
  }

  /**
   * Browsers send the cookie whatever page causes a request, so what a cookie may do depends on where the request comes from: what changes
   * something, and a GET that answers or makes a secret, is for our own pages and for programs.
   * @throws Refusal permission/cross-origin
   */
  #requireOwnPage(request: FastifyRequest, act: Access['act']): void {
    const isQuestion = request.method === 'GET' || request.method === 'HEAD';
    if (isQuestion && act === 'read') return;
    const isOurs = isQuestion ? isFromOwnPage : isSentByOwnPage;
    if (!isOurs(request, this.config.publicOrigin)) throw new Refusal('permission/cross-origin');
  }

  #isRecentlyAuthenticated({ kind, confirmedAtMs }: TokenRow): boolean {
    const confirmedUntilMs = (confirmedAtMs ?? Number.NEGATIVE_INFINITY) + limits.confirmationSeconds * 1000;
    return kind === 'session' && this.clock.now().getTime() < confirmedUntilMs;
  }
}

/** @throws Refusal unless the caller may call the route */
function requireAllowed(caller: Caller, { roles, usersOnly, sessionOnly, beforePasswordChange, act }: Access): void {
  if (caller.passwordChangeRequired && !beforePasswordChange) throw new Refusal('permission/password-change-required');
  if (!roles.includes(caller.role)) throw new Refusal('permission/denied');
  if (usersOnly && caller.kind !== 'user') throw new Refusal('permission/denied');
  if (sessionOnly && caller.token.kind !== 'session') throw new Refusal('permission/denied');
  if (act === 'grant' && !caller.mayGrant) throw new Refusal('permission/confirmation-required');
}

/**
 * A command carries the caller's rights as they were when it was made; a caller who has fewer rights by now must not decide.
 * @throws Refusal
 */
function requireNoLess(now: Caller, before: Caller, { act }: Access): void {
  if (now.role !== before.role && !mayActOn(now.role, before.role)) throw new Refusal('permission/denied');
  const grantsNothing = act === 'read' || act === 'revoke';
  if (before.mayGrant && !now.mayGrant && !grantsNothing) throw new Refusal('permission/confirmation-required');
}
