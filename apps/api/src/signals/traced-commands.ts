import { SpanKind } from '@opentelemetry/api';
import type { Origin } from '#event-store/origin';
import type { AroundDecision } from '#event-store/stream-ledger';
import type { Relations, Traces } from './traces.js';

/** A span for each command: a child of its request's span or, for the work of a worker, linked to it. */
export function traceCommands(traces: Traces): AroundDecision {
  return ({ stream, command, origin }, decide) => {
    const kind = kindOf(stream);
    const type = command === null ? null : ((command as { type?: string }).type ?? 'unknown');
    const attributes = { 'keyledger.stream.kind': kind, ...(type !== null && { 'keyledger.command': type }) };
    const name = type === null ? `commands to ${kind}` : `command ${type}`;
    const span = traces.begin(name, SpanKind.INTERNAL, relationsOf(origin, traces), attributes);
    return traces.within(span, origin.correlationId, async () => {
      const decided = await decide();
      if (decided.events) {
        span.setAttribute(
          'keyledger.event.types',
          decided.events.map((event) => event.type),
        );
      }
      return decided;
    });
  };
}

function relationsOf({ requestId, correlationId, causationId }: Origin, { remembered }: Traces): Relations {
  if (requestId !== null) return { parent: remembered.get(requestId) };
  const cause = remembered.get(causationId) ?? remembered.get(correlationId);
  return { links: cause ? [cause] : [] };
}

/** `token-<id>` → `token`: some streams are named by a digest, which must not leave the process. */
const kindOf = (stream: string) => stream.split('-', 1)[0];
