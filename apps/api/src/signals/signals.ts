import type { FastifyInstance } from 'fastify';
import { eventTypes } from '#domain/events';
import { ClockTrust } from '#event-store/embedded/clock-trust';
import type { Position } from '#event-store/envelope';
import { type EventStore, StoreUnavailable } from '#event-store/event-store';
import { Ledger } from '#event-store/ledger';
import type { Installation } from '#installation/installation';
import type { Logger } from '#installation/logger';
import { type Lag, ProjectionLag } from '#projections/read-models/feed/projection-lag';
import type { ProjectionRunner } from '#projections/read-models/feed/projection-runner';
import type { JobQueue } from '#worker/jobs/job-queue';
import { CredentialJudge } from '../edge/authentication/credential-judge.js';
import type { FollowUps } from '../edge/follow-ups.js';
import type { TrustedProxies } from '../edge/http/trusted-proxies.js';
import type { RefusedAttempts } from '../features/activity/refused-attempts.js';
import { clockCheck, projectionsCheck, signingKeyCheck } from '../health/checks.js';
import { Readiness } from '../health/readiness.js';
import { freeBytesOf, StoreCheck } from '../health/store-check.js';
import type { AnswerCounts } from '../pre-router/pre-router-handler.js';
import type { Metrics } from './metrics.js';
import { MetricsListener } from './metrics-listener.js';
import { type AroundAppend, ObservedEventStore } from './observed-event-store.js';
import type { PreRouterRoute } from './pre-router-answers.js';
import type { Tracing } from './tracing.js';

/** Signals that exist only if a setting asks for them. */
interface Watchers {
  readonly listener: MetricsListener | null;
  readonly metrics: Metrics | null;
  readonly tracing: Tracing | null;
}

/** What this process shows to its operators. A signal that no setting asks for is not even loaded. */
export class Signals {
  /** The opened installation, with a store whose appends are observed. */
  readonly installation: Installation;
  readonly #logger: Logger;
  readonly #watchers: Watchers;
  readonly #lag: ProjectionLag;
  readonly #clockTrust: ClockTrust;
  readonly #storeCheck: StoreCheck;

  private constructor(opened: Installation, logger: Logger, watchers: Watchers, lag: ProjectionLag) {
    const { config, clock, store } = opened;
    const { metrics, tracing } = watchers;
    this.#logger = logger;
    this.#watchers = watchers;
    this.#lag = lag;
    this.#clockTrust = new ClockTrust(clock);
    this.#clockTrust.start();
    this.#storeCheck = new StoreCheck(store, clock, config.dataDirectory, config.values.KEYLEDGER_READY_FREE_MIB);
    const observers = [this.#noteAppend, tracing?.aroundAppend, metrics?.aroundAppend].filter((observer) => observer !== undefined);
    const observed = new ObservedEventStore(store, observers);
    const ledger = new Ledger(observed, clock, eventTypes, tracing?.aroundDecision);
    this.installation = { ...opened, store: observed, ledger };
  }

  /** @throws ConfigurationError when the port for metrics is taken */
  static async open(opened: Installation, logger: Logger): Promise<Signals> {
    const { KEYLEDGER_METRICS_PORT: port, OTEL_EXPORTER_OTLP_ENDPOINT: endpoint } = opened.config.values;
    const listener = port === 0 ? null : await MetricsListener.open(port);
    const metrics = listener && new (await import('./metrics.js')).Metrics();
    const tracing = endpoint === '' ? null : new (await import('./tracing.js')).Tracing(endpoint, logger);
    return new Signals(opened, logger, { listener, metrics, tracing }, new ProjectionLag(opened.clock, await opened.store.head()));
  }

  /** What the stored read models are fed from. */
  get feed(): EventStore {
    const { store } = this.installation;
    return this.#watchers.tracing?.feed(store) ?? store;
  }

  credentialJudge(followUps: FollowUps): CredentialJudge {
    const { config, clock, digests, signingKeys, validity, ledger } = this.installation;
    const parts = [config, clock, digests, signingKeys, validity, ledger, followUps] as const;
    return this.#watchers.metrics?.credentialJudge(...parts) ?? new CredentialJudge(...parts);
  }

  /** Where the pre-router handler of this route counts its answers; undefined while nobody reads them. */
  answersTo(route: PreRouterRoute): AnswerCounts | undefined {
    return this.#watchers.metrics?.preRouterAnswers.of(route);
  }

  /** Whether each request becomes a span. */
  get traces(): boolean {
    return this.#watchers.tracing !== null;
  }

  watchRequests(fastify: FastifyInstance, proxies: TrustedProxies): void {
    this.#watchers.tracing?.watchRequests(fastify, proxies);
    this.#watchers.metrics?.watchRequests(fastify);
  }

  readiness(runner: ProjectionRunner): Readiness {
    const { config, clock, signingKeys } = this.installation;
    const projections = projectionsCheck(() => this.#lags(runner), config.values.KEYLEDGER_READY_LAG_SECONDS);
    return new Readiness([this.#storeCheck, projections, signingKeyCheck(signingKeys), clockCheck(this.#clockTrust)], clock, this.#logger);
  }

  /** Starts to serve the signals, now that everything runs. */
  async show(runner: ProjectionRunner, jobs: JobQueue, readiness: Readiness, attempts: RefusedAttempts): Promise<void> {
    const metrics = this.#watchers.metrics;
    if (!metrics) return;
    await metrics.watch({
      ...this.installation,
      jobs,
      readiness,
      refused: attempts.totals,
      lags: () => this.#lags(runner),
      freeBytes: () => freeBytesOf(this.installation.config.dataDirectory),
      clockDisagreementMs: () => this.#clockTrust.disagreementMs(),
    });
    this.#watchers.listener?.show({ '/metrics': () => metrics.page(), '/ready': () => readinessPage(readiness) });
  }

  async close(): Promise<void> {
    this.#clockTrust.stop();
    this.#watchers.metrics?.stop();
    await this.#watchers.listener?.close();
    await this.#watchers.tracing?.close();
  }

  readonly #noteAppend: AroundAppend = async (_stream, drafts, proceed) => {
    try {
      const appended = await proceed();
      this.#lag.noteAppend(appended.position, drafts.length);
      return appended;
    } catch (error) {
      if (error instanceof StoreUnavailable) this.#storeCheck.invalidate();
      throw error;
    }
  };

  #lags(runner: ProjectionRunner): Map<string, Lag> {
    const { validity } = this.installation;
    return this.#lag.of(new Map<string, Position | null>([['token-validity', validity.position], ...runner.positions()]));
  }
}

async function readinessPage(readiness: Readiness) {
  const report = await readiness.report();
  return { status: report.status === 'ok' ? 200 : 503, type: 'application/json', body: `${JSON.stringify(report)}\n` };
}
