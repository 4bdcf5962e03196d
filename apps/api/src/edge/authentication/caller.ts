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
  /** The number that the compatible surfaces know the caller by. */
  readonly number: number;
  /** The one organization that the credential acts in. */
  readonly organizationId: string;
  readonly role: Role;
  readonly token: TokenRow;
  /** Whether the caller may do what gives rights: a recently confirmed session, or what the owners have relaxed. */
  readonly mayGive: boolean;
  /** Whether another person chose the password that the session was begun with: then it is for choosing another one alone. */
  readonly passwordChangeRequired: boolean;
  /** The same, as the deciders of the organization's stream ask for it. */
  readonly by: By;
  readonly origin: Origin;
  /** Id to give to what is created, when a client must be able to ask for the very same creation again. */
  readonly creationId?: string;
  /**
   * The caller as the same credential is judged at this moment, on the same route. Anyone who waited for the checking of a password, or
   * for anything else that takes long, asks again before deciding: the caller may have been disabled or demoted meanwhile.
   *
   * @throws Refusal credential/invalid, permission/denied or permission/confirmation-required
   */
  readonly judgeAgain: () => Caller;
}

/** What a command that the operator of the host gives, too, has to know of who gives it. */
export interface Standing extends Pick<Caller, 'organizationId' | 'role' | 'mayGive' | 'by' | 'origin' | 'creationId'> {
  /** What was asked with; the operator of the host needs no credential. */
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

/** The caller, on routes that admit nobody without a credential. */
export const FromCaller = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const { caller } = context.switchToHttp().getRequest<FastifyRequest>();
  if (!caller) throw new Error('A route that reads its caller must not be public.');
  return caller;
});

/** The origin of the request, on public routes: commands there have no authenticated actor yet. */
export const FromOrigin = createParamDecorator((_: unknown, context: ExecutionContext): Origin => {
  return context.switchToHttp().getRequest<FastifyRequest>().origin;
});
