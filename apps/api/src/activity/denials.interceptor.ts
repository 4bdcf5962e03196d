import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { catchError, type Observable, throwError } from 'rxjs';
import { Refusal } from '#domain/refusal';
import { statusOf } from '../http/failure.js';
import { RefusedAttempts } from './refused-attempts.js';

/** Counts what handlers refuse because of who asks; the guard counts what it refuses itself. */
@Injectable()
export class DenialsInterceptor implements NestInterceptor {
  constructor(private readonly attempts: RefusedAttempts) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    return next.handle().pipe(
      catchError((error) => {
        if (error instanceof Refusal && statusOf[error.code] === 403) this.#note(error.code, request);
        return throwError(() => error);
      }),
    );
  }

  #note(reason: string, { caller, ip }: FastifyRequest): void {
    const { organizationId = null, token } = caller ?? {};
    this.attempts.note({ reason, source: ip, organizationId, tokenId: token?.id ?? null });
  }
}
