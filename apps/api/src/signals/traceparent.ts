import type { SpanContext } from '@opentelemetry/api';
import type { FastifyRequest } from 'fastify';

const form = /^(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;

/**
 * The span that a request continues, by W3C Trace Context: only for what came through a trusted proxy, since anybody else could
 * write into traces that are not theirs.
 */
export function parentOf({ ips, headers }: FastifyRequest): SpanContext | undefined {
  // The list goes beyond the peer exactly if the peer is trusted and says for whom it asks.
  const isFromProxy = ips !== undefined && ips.length > 1;
  const { traceparent } = headers;
  const match = isFromProxy && typeof traceparent === 'string' ? form.exec(traceparent) : null;
  if (!match) return undefined;
  const [, version, traceId, spanId, flags, more] = match;
  // Only versions to come may say more than version 00 does.
  if (version === '00' && more !== undefined) return undefined;
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & 1, isRemote: true };
}
