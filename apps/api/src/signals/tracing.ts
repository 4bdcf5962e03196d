import type { FastifyInstance } from 'fastify';
import type { Clock } from '#event-store/clock';
import type { EventStore } from '#event-store/event-store';
import type { Log } from '#installation/log';
import type { TrustedProxies } from '../edge/http/trusted-proxies.js';
import { type AroundAppend, ObservedEventStore } from './observed-event-store.js';
import { traceAppends, traceBatches } from './traced-events.js';
import { TracedLedger } from './traced-ledger.js';
import { traceRequests } from './traced-requests.js';
import { Traces } from './traces.js';

/** Traces from a request to its command, its append and the batch of the read models, wherever each of them is made. */
export class Tracing {
  readonly aroundAppend: AroundAppend;
  readonly #traces: Traces;

  constructor(endpoint: string, log: Log) {
    this.#traces = new Traces(endpoint, log);
    this.aroundAppend = traceAppends(this.#traces);
  }

  ledger(store: EventStore, clock: Clock): TracedLedger {
    return new TracedLedger(this.#traces, store, clock);
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
