import { type SpanContext, SpanKind } from '@opentelemetry/api';
import type { AroundAppend, AroundDelivery } from './observed-event-store.js';
import { noteFailure, type Traces } from './traces.js';

const linksMax = 100;
const listedMax = 20;

/** A span for each append, a child of its command's or its request's span; later spans of its events find it. */
export function traceAppends(traces: Traces): AroundAppend {
  return (_stream, drafts, proceed) => {
    const [{ correlationId, requestId }] = drafts;
    const parent = traces.current(correlationId) ?? traces.remembered.get(requestId);
    const listed = drafts.slice(0, listedMax);
    const span = traces.begin(
      'append',
      SpanKind.INTERNAL,
      { parent },
      {
        'keyledger.event.count': drafts.length,
        'keyledger.event.types': listed.map(({ type }) => type),
        'keyledger.event.ids': listed.map(({ id }) => id),
      },
    );
    // The span is registered before the append, because readers have the events before the append is answered.
    for (const { id } of drafts) traces.remembered.set(id, span.spanContext());
    return traces.within(span, correlationId, async () => {
      const appended = await proceed();
      span.setAttribute('keyledger.position', String(appended.position));
      return appended;
    });
  };
}

/** A span for each batch that the stored read models apply, linked to the appends of its events. */
export function traceBatches(traces: Traces): AroundDelivery {
  return async (events, proceed) => {
    const appends = new Set(events.map(({ id }) => traces.remembered.get(id)).filter((context): context is SpanContext => !!context));
    const span = traces.begin(
      'project',
      SpanKind.CONSUMER,
      { links: [...appends].slice(0, linksMax) },
      {
        'keyledger.event.count': events.length,
        'keyledger.position': String(events[events.length - 1].position),
      },
    );
    try {
      await proceed();
    } catch (error) {
      noteFailure(span, error);
      throw error;
    } finally {
      span.end();
    }
  };
}
