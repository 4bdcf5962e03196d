import type { FastifyInstance } from 'fastify';
import { Registry } from 'prom-client';
import type { EventStore } from '#event-store/event-store';
import type { CredentialJudge } from '../edge/authentication/credential-judge.js';
import { appendMetrics, watchCommits } from './append-metrics.js';
import type { Shown } from './metrics-listener.js';
import type { AroundAppend } from './observed-event-store.js';
import { PreRouterAnswers } from './pre-router-answers.js';
import { processMetrics } from './process-metrics.js';
import { requestMetrics } from './request-metrics.js';
import { signInMetrics } from './sign-in-metrics.js';
import { healthMetrics, type State, stateMetrics } from './state-metrics.js';
import { type Upkeep, upkeepMetrics } from './upkeep-metrics.js';
import { CountingJudge, VerdictCounts } from './verdict-metrics.js';

/** Every metric, in a registry of its own. */
export class Metrics {
  readonly preRouterAnswers = new PreRouterAnswers();
  readonly aroundAppend: AroundAppend;
  readonly watchRequests: (fastify: FastifyInstance) => void;
  readonly stop: () => void;
  readonly #registry = new Registry();
  readonly #verdicts = new VerdictCounts();

  constructor() {
    this.#verdicts.register(this.#registry);
    this.aroundAppend = appendMetrics(this.#registry);
    this.watchRequests = requestMetrics(this.#registry, this.preRouterAnswers);
    this.stop = processMetrics(this.#registry);
  }

  credentialJudge(...parts: ConstructorParameters<typeof CredentialJudge>): CredentialJudge {
    return new CountingJudge(this.#verdicts, ...parts);
  }

  /** From now on scrapes show this as well. */
  async watch(state: State & Upkeep & { readonly store: EventStore }): Promise<void> {
    stateMetrics(this.#registry, state);
    upkeepMetrics(this.#registry, state);
    signInMetrics(this.#registry, state.refused);
    healthMetrics(this.#registry, state);
    await watchCommits(this.#registry, state.store);
  }

  async page(): Promise<Shown> {
    return { status: 200, type: this.#registry.contentType, body: await this.#registry.metrics() };
  }
}
