import {
  applyDecorators,
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
  SetMetadata,
  UseInterceptors,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { type CreatedKind, Creations } from './creations.js';

const createsKey = 'keyledger:creates';

@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly creations: Creations,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const kind = this.reflector.get<CreatedKind | undefined>(createsKey, context.getHandler());
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const key = request.headers['idempotency-key'];
    if (!kind || key === undefined || !request.caller) return next.handle();
    return from(this.creations.once(kind, key, request.caller, request, () => lastValueFrom(next.handle())));
  }
}

/**
 * The route creates something: with an `Idempotency-Key`, a repeated request creates it once. On these routes alone, for what goes
 * through an interceptor costs a request more than a verdict.
 */
export const Creates = (kind: CreatedKind) => applyDecorators(SetMetadata(createsKey, kind), UseInterceptors(IdempotencyInterceptor));
