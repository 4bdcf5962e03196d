import type { FastifyInstance } from 'fastify';
import { eventTypes } from '#domain/events';
import type { Position } from '#event-store/envelope';
import { Ledger } from '#event-store/handle-command';
import type { JobQueue } from '#worker/job-queue';
import { ProjectionLag } from '#worker/projection-lag';
import type { ProjectionRunner } from '#worker/run-projections';
import { CredentialVerifier } from '../authentication/credential-verifier.js';
import type { Installation } from '../installation.js';
import type { Metrics } from './metrics.js';
import { MetricsListener } from './metrics-listener.js';
import { type AroundAppend, ObservedEventStore } from './observed-event-store.js';

/** What this process shows of itself to those who operate it. What no setting asks for is not even loaded. */
export class Signals {
  readonly #lag: ProjectionLag;
  readonly #listener: MetricsListener | null;
  readonly #metrics: Metrics | null;

  private constructor(lag: ProjectionLag, listener: MetricsListener | null, metrics: Metrics | null) {
    this.#lag = lag;
    this.#listener = listener;
    this.#metrics = metrics;
  }

  /** @throws ConfigurationError when the port for metrics is taken */
  static async open({ config, clock }: Installation): Promise<Signals> {
    const { KEYLEDGER_METRICS_PORT: port } = config.values;
    const listener = port === 0 ? null : await MetricsListener.open(port);
    const metrics = listener && new (await import('./metrics.js')).Metrics();
    return new Signals(new ProjectionLag(clock), listener, metrics);
  }

  /** The installation, every append to which is seen. */
  watched(opened: Installation): Installation {
    const noteAppend: AroundAppend = async (_stream, drafts, proceed) => {
      const appended = await proceed();
      this.#lag.noteAppend(appended.position, drafts.length);
      return appended;
    };
    const store = new ObservedEventStore(opened.store, [noteAppend, ...(this.#metrics ? [this.#metrics.aroundAppend] : [])]);
    return { ...opened, store, ledger: new Ledger(store, opened.clock, eventTypes) };
  }

  verifier({ config, clock, digests, signingKeys, validity }: Installation): CredentialVerifier {
    const parts = [config, clock, digests, signingKeys, validity] as const;
    return this.#metrics?.verifier(...parts) ?? new CredentialVerifier(...parts);
  }

  /** Where the hot route counts its answers by status; undefined while nobody reads them. */
  get authAnswers(): Float64Array | undefined {
    return this.#metrics?.authAnswers;
  }

  watchRequests(fastify: FastifyInstance): void {
    this.#metrics?.watchRequests(fastify);
  }

  /** Begins to show, now that everything runs. */
  async show(installation: Installation, runner: ProjectionRunner, jobs: JobQueue): Promise<void> {
    const metrics = this.#metrics;
    if (!metrics) return;
    const { store, validity } = installation;
    const positions = () => new Map<string, Position | null>([['token-validity', validity.position], ...runner.positions()]);
    await metrics.watch(store, { ...installation, jobs, lags: () => this.#lag.of(positions()) });
    this.#listener?.show({ '/metrics': () => metrics.page() });
  }

  async close(): Promise<void> {
    this.#metrics?.stop();
    await this.#listener?.close();
  }
}
