import { type Span, SpanKind } from '@opentelemetry/api';
import type { Decider } from '#domain/decider';
import { eventTypes } from '#domain/events';
import type { Clock } from '#event-store/clock';
import type { EventStore } from '#event-store/event-store';
import { type Decided, Ledger, type Origin } from '#event-store/handle-command';
import type { Relations, Traces } from './traces.js';

/** A ledger with a span for each command: below that of its request or, for what a worker does later, linked to it. */
export class TracedLedger extends Ledger {
  readonly #traces: Traces;

  constructor(traces: Traces, store: EventStore, clock: Clock) {
    super(store, clock, eventTypes);
    this.#traces = traces;
  }

  override handle<S, C, E extends { type: string }>(
    decider: Decider<S, C, E>,
    stream: string,
    command: C,
    origin: Origin,
    onlyAtRevision: number | null = null,
  ): Promise<Decided<S, E>> {
    return this.#decided(command, stream, origin, () => super.handle(decider, stream, command, origin, onlyAtRevision));
  }

  override begin<S, C, E extends { type: string }>(
    decider: Decider<S, C, E>,
    stream: string,
    command: C,
    origin: Origin,
  ): Promise<Decided<S, E>> {
    return this.#decided(command, stream, origin, () => super.begin(decider, stream, command, origin));
  }

  override handleEach<S, C, E extends { type: string }>(
    decider: Decider<S, C, E>,
    stream: string,
    commands: AsyncIterable<C>,
    origin: Origin,
  ): Promise<void> {
    return this.#within(`commands to ${kindOf(stream)}`, stream, origin, () => super.handleEach(decider, stream, commands, origin));
  }

  #decided<S, E extends { type: string }>(command: unknown, stream: string, origin: Origin, decide: () => Promise<Decided<S, E>>) {
    const { type = 'unknown' } = command as { type?: string };
    return this.#within(`command ${type}`, stream, origin, async (span) => {
      span.setAttribute('keyledger.command', type);
      const decided = await decide();
      span.setAttribute(
        'keyledger.event.types',
        decided.events.map((event) => event.type),
      );
      return decided;
    });
  }

  #within<T>(name: string, stream: string, origin: Origin, work: (span: Span) => Promise<T>): Promise<T> {
    const attributes = { 'keyledger.stream.kind': kindOf(stream) };
    const span = this.#traces.begin(name, SpanKind.INTERNAL, this.#relationsOf(origin), attributes);
    return this.#traces.within(span, origin.correlationId, () => work(span));
  }

  #relationsOf({ requestId, correlationId, causationId }: Origin): Relations {
    const { remembered } = this.#traces;
    if (requestId !== null) return { parent: remembered.get(requestId) };
    const cause = remembered.get(causationId) ?? remembered.get(correlationId);
    return { links: cause ? [cause] : [] };
  }
}

/** `token-<id>` → `token`: some streams are named by a digest, which is nobody's business. */
const kindOf = (stream: string) => stream.split('-', 1)[0];
