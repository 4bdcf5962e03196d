import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Config } from '#installation/config';
import { Logger } from '#installation/logger';
import { requestFields } from './access-log.js';
import { Announcements } from './announcements.js';
import { Dialects } from './dialects.js';
import { type Failure, failureOf } from './failure.js';
import { RouteTable } from './route-table.js';
import { pathOf } from './surface.js';

/** Every error of every route ends here and is answered in the dialect of its surface. */
@Catch()
export class FailureFilter implements ExceptionFilter {
  constructor(
    private readonly config: Config,
    private readonly logger: Logger,
    private readonly routes: RouteTable,
    private readonly dialects: Dialects,
    private readonly announcements: Announcements,
  ) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const [request, reply] = [http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>()];
    this.write(error, request, reply, this.#withMethod(failureOf(error), request, reply));
  }

  /** Also handles errors that Fastify raises before a route runs. */
  write(error: unknown, request: FastifyRequest, reply: FastifyReply, failure = failureOf(error)): void {
    request.refusalCode = failure.code;
    this.announcements.failed.announce(error, failure, request);
    if (failure.cause !== undefined) this.logger.error('request failed', { ...requestFields(request), cause: failure.cause });
    if (reply.sent) return;
    if (failure.retryAfterSeconds !== undefined) reply.header('Retry-After', String(failure.retryAfterSeconds));
    reply.header('Cache-Control', 'no-store');
    const { publicUrl, basePath } = this.config;
    this.dialects.of(request).writeFailure(reply, { error, failure, request, publicUrl, basePath });
  }

  /**
   * The router knows only "not found"; a path that exists under another method is 405 (RFC 9110 §15.5.6). Where no route answers, no other
   * fault of the request counts, because nothing would have read its body.
   */
  #withMethod(failure: Failure, request: FastifyRequest, reply: FastifyReply): Failure {
    const isNotFound = failure.status === 404 && failure.code === 'http';
    if (!isNotFound && !request.is404) return failure;
    const allowed = this.routes.methodsOf(pathOf(request));
    // A route that is there for browsers alone may say that it is not there.
    if (allowed.length === 0 || allowed.includes(request.method)) return { status: 404, code: 'http', detail: 'Not found.' };
    reply.header('Allow', allowed.join(', '));
    return { status: 405, code: 'http', detail: 'This method is not allowed here.' };
  }
}
