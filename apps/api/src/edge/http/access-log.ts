import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Logger } from '#installation/logger';
import type { Failure } from './failure.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Why the request was refused, if it was. */
    refusalCode?: Failure['code'];
    /** Set while requests are traced. */
    traceId?: string;
  }
}

/** What an access-log line says of a request: no member holds words that the client chose. */
export function requestFields({ id, method, routeOptions, caller, traceId }: FastifyRequest): Record<string, string | undefined> {
  const asked = { requestId: id, method, route: routeOptions.url, traceId };
  if (!caller) return asked;
  const { kind, organizationId, token } = caller;
  return { ...asked, callerKind: kind, callerId: caller.id, tokenId: token.id, organizationId };
}

/** Logs one line for each request. The hot route is left out: it has no hooks, and its lines would fill every disk. */
export function logRequests(fastify: FastifyInstance, logger: Logger): void {
  fastify.addHook('onResponse', async (request, { statusCode: status, elapsedTime }) => {
    if (request.routeOptions.url === '/v1/auth') return;
    const durationMs = Math.round(elapsedTime * 1000) / 1000;
    logger.info('answered', { ...requestFields(request), status, code: request.refusalCode, durationMs });
  });
}
