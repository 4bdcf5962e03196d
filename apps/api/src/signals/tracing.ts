import type { FastifyInstance } from 'fastify';
import type { EventStore } from '#event-store/event-store';
import type { AroundDecision } from '#event-store/stream-ledger';
import type { Logger } from '#installation/logger';
import type { TrustedProxies } from '../edge/http/trusted-proxies.js';
import { type AroundAppend, ObservedEventStore } from './observed-event-store.js';
import { traceCommands } from './traced-commands.js';
import { traceAppends, traceBatches } from './traced-events.js';
import { traceRequests } from './traced-requests.js';
import { Traces } from './traces.js';

/** Traces from a request to its command, its append and the batch of the read models. */
export class Tracing {
  readonly aroundAppend: AroundAppend;
  readonly aroundDecision: AroundDecision;
  readonly #traces: Traces;

  constructor(endpoint: string, logger: Logger) {
    this.#traces = new Traces(endpoint, logger);
    this.aroundAppend = traceAppends(this.#traces);
    this.aroundDecision = traceCommands(this.#traces);
  }

  /** What the stored read models are fed from. */
  feed(store: EventStore): EventStore {
    return new ObservedEventStore(store, [], traceBatches(this.#traces));
  }

  watchRequests(fastify: FastifyInstance, proxies: TrustedProxies): void {
    traceRequests(this.#traces, fastify, proxies);
  }

  close(): Promise<void> {
    return this.#traces.close();
  }
}
