import type { FastifyInstance } from 'fastify';
import { Registry } from 'prom-client';
import type { EventStore } from '#event-store/event-store';
import type { CredentialVerifier } from '../edge/authentication/credential-judge.js';
import { appendMetrics, watchCommits } from './append-metrics.js';
import type { Shown } from './metrics-listener.js';
import type { AroundAppend } from './observed-event-store.js';
import { processMetrics } from './process-metrics.js';
import { doorAnswers, requestMetrics } from './request-metrics.js';
import { healthMetrics, type State, stateMetrics } from './state-metrics.js';
import { CountingVerifier, VerdictCounts } from './verdict-metrics.js';

/** Every metric, in a registry of its own. */
export class Metrics {
  /** What doors before the router answer, which no hook sees. */
  readonly doorAnswers = doorAnswers();
  readonly aroundAppend: AroundAppend;
  readonly watchRequests: (fastify: FastifyInstance) => void;
  readonly stop: () => void;
  readonly #registry = new Registry();
  readonly #verdicts = new VerdictCounts();

  constructor() {
    this.#verdicts.register(this.#registry);
    this.aroundAppend = appendMetrics(this.#registry);
    this.watchRequests = requestMetrics(this.#registry, this.doorAnswers);
    this.stop = processMetrics(this.#registry);
  }

  verifier(...parts: ConstructorParameters<typeof CredentialVerifier>): CredentialVerifier {
    return new CountingVerifier(this.#verdicts, ...parts);
  }

  /** From now on scrapes show this as well. */
  async watch(state: State & { readonly store: EventStore }): Promise<void> {
    stateMetrics(this.#registry, state);
    healthMetrics(this.#registry, state);
    await watchCommits(this.#registry, state.store);
  }

  async page(): Promise<Shown> {
    return { status: 200, type: this.#registry.contentType, body: await this.#registry.metrics() };
  }
}
