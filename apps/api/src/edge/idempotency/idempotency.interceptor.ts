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
import type { Caller } from '../authentication/caller.js';
import { requestClassesOf } from '../http/request-classes.js';
import { requestValidation } from '../http/request-validation.js';
import { newId } from '../ids.js';
import { type CreatedKind, IdempotencyKeys } from './idempotency-keys.js';

/** Metadata of the routes that take an `Idempotency-Key`. */
export const idempotentKey = 'keyledger:idempotent';

interface Idempotent {
  readonly kind: CreatedKind;
  readonly idOf: (body: never, caller: Caller) => string;
}

@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly idempotencyKeys: IdempotencyKeys,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const idempotent = this.reflector.get<Idempotent | undefined>(idempotentKey, context.getHandler());
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const key = request.headers['idempotency-key'];
    if (!idempotent || key === undefined || !request.caller) return next.handle();
    return from(this.#once(idempotent, key, request.caller, context, next));
  }

  /** Pipes run after interceptors, so the body that says what is created is validated here, before anything is remembered of it. */
  async #once({ kind, idOf }: Idempotent, key: string | string[], caller: Caller, context: ExecutionContext, next: CallHandler) {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const { body: metatype } = requestClassesOf(context.getClass(), context.getHandler().name);
    const body = metatype === null ? null : await requestValidation.transform(request.body, { type: 'body', metatype });
    const createdId = () => idOf(body as never, caller);
    return this.idempotencyKeys.once({ kind, createdId }, key, caller, request, (idempotentId) => {
      // From here on the caller calls the route's handler.
      request.caller = { ...caller, idempotentId };
      return lastValueFrom(next.handle());
    });
  }
}

/**
 * The route creates something: with an `Idempotency-Key`, a repeated request creates it once. The id is new unless `idOf` derives it from
 * the validated body. Only these routes have the interceptor, because it costs a request more than a verdict.
 */
export const Idempotent = <Body>(kind: CreatedKind, idOf: (body: Body, caller: Caller) => string = newId) =>
  applyDecorators(SetMetadata(idempotentKey, { kind, idOf } as Idempotent), UseInterceptors(IdempotencyInterceptor));
