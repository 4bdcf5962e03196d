import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Refusal } from '#domain/refusal';
import { acceptsOneOf } from './accept.js';
import { formatIn } from './csv.interceptor.js';
import { returnedBy } from './returns.js';
import { pathOf } from './surface.js';

/**
 * Refuses a request on `/v1` whose `Accept` names only types that the route does not answer, before anything is done. Surfaces that
 * somebody else defined answer as theirs do, and what the address says (`format=csv`) goes before what the client takes in general.
 */
@Injectable()
export class AcceptGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    if (!pathOf(request).startsWith('/v1/') || formatIn(request) !== undefined) return true;
    const types = (returnedBy(context.getHandler()) ?? []).map(({ type }) => type);
    if (types.length > 0 && !acceptsOneOf(request, types)) {
      throw new Refusal('request/not-acceptable', { Accept: [`Accept must name one of ${types.join(', ')}, or a wildcard`] });
    }
    return true;
  }
}
