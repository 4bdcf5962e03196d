import { type Span, SpanKind, SpanStatusCode } from '@opentelemetry/api';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { requestFields } from '../edge/http/access-log.js';
import type { TrustedProxies } from '../edge/http/trusted-proxies.js';
import { parentOf } from './traceparent.js';
import type { Traces } from './traces.js';

/** A span for each request, except on the hot route. It begins before anything decides and ends with the answer. */
export function traceRequests(traces: Traces, fastify: FastifyInstance, proxies: TrustedProxies): void {
  const spans = new WeakMap<FastifyRequest, Span>();
  fastify.addHook('onRequest', async (request) => {
    const { method, id, routeOptions } = request;
    if (routeOptions.url === '/v1/auth') return;
    const attributes = { 'http.request.method': method, 'http.route': routeOptions.url, 'keyledger.request.id': id };
    const name = routeOptions.url === undefined ? method : `${method} ${routeOptions.url}`;
    const span = traces.begin(name, SpanKind.SERVER, { parent: parentOf(request.raw, proxies) }, attributes);
    spans.set(request, span);
    traces.remembered.set(id, span.spanContext());
    request.traceId = span.spanContext().traceId;
  });
  fastify.addHook('onResponse', async (request, { statusCode }) => {
    const span = spans.get(request);
    if (!span) return;
    const { callerKind, callerId, tokenId, organizationId } = requestFields(request);
    span.setAttributes({
      'http.response.status_code': statusCode,
      'keyledger.refusal': request.refusalCode,
      'keyledger.caller.kind': callerKind,
      'keyledger.caller.id': callerId,
      'keyledger.token.id': tokenId,
      'keyledger.organization.id': organizationId,
    });
    if (statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end();
  });
}
