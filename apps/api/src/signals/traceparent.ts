import type { IncomingMessage } from 'node:http';
import type { SpanContext } from '@opentelemetry/api';
import type { TrustedProxies } from '../edge/http/trusted-proxies.js';

const form = /^(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;

/**
 * The span that a request continues, by W3C Trace Context. Only a trusted proxy is believed, because anybody else could write into traces
 * of others.
 */
export function parentOf({ socket, headers }: IncomingMessage, proxies: TrustedProxies): SpanContext | undefined {
  const { traceparent } = headers;
  const isFromProxy = proxies.trusts(socket.remoteAddress ?? '');
  const match = isFromProxy && typeof traceparent === 'string' ? form.exec(traceparent) : null;
  if (!match) return undefined;
  const [, version, traceId, spanId, flags, more] = match;
  // Only later versions of the format may be longer than version 00.
  if (version === '00' && more !== undefined) return undefined;
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & 1, isRemote: true };
}
