import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { Refusal, type RefusalCode } from '#domain/refusal';
import { Clock } from '#event-store/clock';
import type { TokenRow } from '#projections/token-row';
import { TokenValidity } from '#projections/token-validity';
import { RefusedAttempts } from '../activity/refused-attempts.js';
import { Config, limits } from '../config.js';
import { surfaceOf } from '../http/surface.js';
import { labelStudioCredential, refuseForLabelStudio } from '../label-studio/label-studio-credential.js';
import { SessionActivity } from '../sessions/session-activity.js';
import { fromOf, LastUses } from '../tokens/last-uses.js';
import { type Access, accessKey, type Declared } from './access.js';
import type { Caller } from './caller.js';
import { CredentialVerifier, type Judged } from './credential-verifier.js';
import { presentedCredential, refuseRepeated } from './presented-credential.js';

/** Bound to the resolved handler, so that no spelling of a path slips past it. No declaration, no admittance. */
@Injectable()
export class AuthenticationGuard implements CanActivate {
  constructor(
    private readonly config: Config,
    private readonly reflector: Reflector,
    private readonly verifier: CredentialVerifier,
    private readonly validity: TokenValidity,
    private readonly clock: Clock,
    private readonly sessions: SessionActivity,
    private readonly lastUses: LastUses,
    private readonly attempts: RefusedAttempts,
  ) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const access = this.reflector.getAllAndOverride<Declared | undefined>(accessKey, [context.getHandler(), context.getClass()]);
    if (!access) throw new Refusal('permission/denied');
    if ('public' in access) {
      refuseRepeated(request);
      return true;
    }
    const caller = this.#authenticate(request);
    request.caller = caller;
    if (caller.token.kind === 'session') this.sessions.note(caller.token, caller.origin);
    this.lastUses.note(caller.token, this.clock.now().getTime(), () => fromOf(request));
    const refusal = refusalOf(caller, access);
    if (refusal !== null) throw new Refusal(refusal);
    return true;
  }

  #authenticate(request: FastifyRequest): Caller {
    const isLabelStudio = surfaceOf(request) === 'label-studio';
    const presented = (isLabelStudio ? labelStudioCredential : presentedCredential)(request, this.config.isHttps);
    if (!presented) throw new Refusal('credential/missing');
    const judged = this.verifier.judge(presented.credential, presented.scheme);
    if (!judged.verdict.active) this.#noteRefused(judged.verdict.reason, judged.token, request);
    if (!judged.verdict.active && isLabelStudio) refuseForLabelStudio(judged, presented, request);
    return this.callerOf(judged, request);
  }

  /** @throws Refusal credential/invalid unless the verdict is a yes */
  callerOf({ verdict, token }: Judged, request: FastifyRequest): Caller {
    if (!verdict.active || !token) throw new Refusal('credential/invalid');
    const { ownerKind: kind, ownerId: id, organizationId } = token;
    const { users, serviceAccounts, organizations } = this.validity.principals;
    const number = (kind === 'user' ? users.get(id) : serviceAccounts.get(id))?.number ?? 0;
    const confirmedUntilMs = (token.confirmedAtMs ?? Number.NEGATIVE_INFINITY) + limits.confirmationSeconds * 1000;
    const isConfirmed = token.kind === 'session' && this.clock.now().getTime() < confirmedUntilMs;
    const mayGive = isConfirmed || (organizations.get(organizationId)?.settings.apiCredentialsMayIssue ?? false);
    const actor = { kind, id, credentialId: token.id };
    request.origin = { ...request.origin, actor, organizationId };
    return { id, kind, number, organizationId, role: verdict.role, token, mayGive, origin: request.origin };
  }

  #noteRefused(reason: string, token: TokenRow | null, { ip }: FastifyRequest): void {
    this.attempts.note({ reason, source: ip, organizationId: token?.organizationId ?? null, tokenId: token?.id ?? null });
  }
}

/** Why the caller may not call the route; null when they may. */
function refusalOf(caller: Caller, { roles, usersOnly, sessionOnly, act }: Access): RefusalCode | null {
  if (!roles.includes(caller.role)) return 'permission/denied';
  if (usersOnly && caller.kind !== 'user') return 'permission/denied';
  if (sessionOnly && caller.token.kind !== 'session') return 'permission/denied';
  return act === 'give' && !caller.mayGive ? 'permission/confirmation-required' : null;
}
