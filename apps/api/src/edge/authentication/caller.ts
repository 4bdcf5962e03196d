import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { By } from '#domain/organization.owners';
import type { Role } from '#domain/role';
import type { OwnerKind } from '#domain/token';
import type { Origin } from '#event-store/origin';
import type { TokenRow } from '#projections/token-validity/token-row';

export type { Origin };

/** Who is calling, as judged a moment ago. */
export interface Caller {
  readonly id: string;
  readonly kind: OwnerKind;
  /** The caller's number on the compatible surfaces. */
  readonly number: number;
  /** The one organization that the credential acts in. */
  readonly organizationId: string;
  readonly role: Role;
  readonly token: TokenRow;
  /** The generation of the credential that was presented, or that it was made from. */
  readonly generation: number;
  /** Whether the caller may do what grants rights: a recently confirmed session, or what the owners have relaxed. */
  readonly mayGrant: boolean;
  /** Whether another person chose the password that the session was begun with: such a session may only choose a new one. */
  readonly passwordChangeRequired: boolean;
  /** The same, as the deciders of the organization's stream ask for it. */
  readonly by: By;
  readonly origin: Origin;
  /** The id for what is created, so that a client can repeat the very same creation. */
  readonly idempotentId?: string;
  /**
   * The caller as the same credential is judged at this moment, on the same route. Code that has waited for a password check, or for
   * anything else that takes long, asks again before it decides, because the caller may have been disabled or demoted meanwhile.
   * @throws Refusal credential/invalid, permission/denied or permission/confirmation-required
   */
  readonly judgeAgain: () => Caller;
}

/** What a command needs to know of its sender when the operator of the host sends it, too. */
export interface Standing extends Pick<Caller, 'organizationId' | 'role' | 'mayGrant' | 'by' | 'origin' | 'idempotentId'> {
  /** The credential of the request; the operator of the host needs none. */
  readonly token?: TokenRow;
  readonly judgeAgain: () => Standing;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** What commands of this request write into their events. */
    origin: Origin;
    caller: Caller | null;
  }
}

/** The caller, on routes that require a credential. */
export const FromCaller = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const { caller } = context.switchToHttp().getRequest<FastifyRequest>();
  if (!caller) throw new Error('A route that reads its caller must not be public.');
  return caller;
});

/** The origin of the request on public routes, where commands have no authenticated actor yet. */
export const FromOrigin = createParamDecorator((_: unknown, context: ExecutionContext): Origin => {
  return context.switchToHttp().getRequest<FastifyRequest>().origin;
});
