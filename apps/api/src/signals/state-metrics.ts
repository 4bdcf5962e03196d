import type { Registry } from 'prom-client';
import type { Passwords } from '#credentials/password';
import type { Lag } from '#projections/read-models/feed/projection-lag';
import { deadlineKinds } from '#projections/read-models/models/deadlines';
import type { ReadModels } from '#projections/read-models/read-models';
import type { TokenValidity } from '#projections/token-validity/token-validity';
import type { JobCount, JobQueue } from '#worker/jobs/job-queue';
import type { Readiness } from '../health/readiness.js';
import { gauge, gaugeBy } from './gauges.js';

/** What is looked at when somebody asks. */
export interface State {
  readonly validity: TokenValidity;
  readonly readModels: ReadModels;
  readonly passwords: Passwords;
  readonly jobs: JobQueue;
  /** The lag of the index and of every stored read model, by name. */
  lags(): Map<string, Lag>;
  readonly readiness: Readiness;
  freeBytes(): Promise<number>;
  clockDisagreementMs(): number;
  /** Refused attempts since the start, by reason. */
  readonly refused: ReadonlyMap<string, number>;
}

/** Registers gauges of the state at the moment of a scrape. */
export function stateMetrics(registry: Registry, { validity, readModels, passwords, jobs, lags }: State): void {
  const lagOf = (measure: 'events' | 'seconds') => () => [...lags()].map(([name, lag]) => [name, lag[measure]] as const);
  gaugeBy('projection', registry, 'keyledger_projection_lag_events', 'Events that a projection has not applied yet.', lagOf('events'));
  gaugeBy(
    'projection',
    registry,
    'keyledger_projection_lag_seconds',
    'How long ago the oldest event that a projection has not applied yet was stored.',
    lagOf('seconds'),
  );
  gaugeBy(
    'projection',
    registry,
    'keyledger_projection_parked_events',
    'Events that a projection could not read and left out.',
    async () => {
      const parked = await readModels.parkedEvents();
      return [...lags().keys()].map((name) => [name, parked.get(name) ?? 0] as const);
    },
  );
  jobMetrics(registry, jobs);
  gauge(registry, 'keyledger_password_checks_waiting', 'Password checks that wait for their turn.', () => passwords.waiting);
  gauge(registry, 'keyledger_index_tokens', 'Tokens in the token-validity index.', () => validity.size.tokens);
  gauge(registry, 'keyledger_index_bytes', 'What the rows of the token-validity index take.', () => validity.size.bytes);
  gauge(registry, 'keyledger_log_position', 'Place in the log that verdicts are at least as new as.', () => Number(validity.position ?? 0));
}

function jobMetrics(registry: Registry, jobs: JobQueue): void {
  const countOf = (measure: Exclude<keyof JobCount, 'kind'>) => async () => {
    const counts = await jobs.counts();
    return deadlineKinds.map((kind) => [kind, counts.find((count) => count.kind === kind)?.[measure] ?? 0] as const);
  };
  gaugeBy('kind', registry, 'keyledger_jobs_waiting', 'Jobs that are not done yet.', countOf('waiting'));
  gaugeBy('kind', registry, 'keyledger_jobs_retrying', 'Jobs that failed at least once and are tried again.', countOf('retrying'));
  gaugeBy('kind', registry, 'keyledger_jobs_failed', 'Jobs that failed ten times or more and are still tried.', countOf('failed'));
}

/** Registers what readiness consists of. */
export function healthMetrics(registry: Registry, { readiness, freeBytes, clockDisagreementMs }: State): void {
  gauge(registry, 'keyledger_ready', '1 while /health/ready answers 200.', async () =>
    (await readiness.report()).status === 'ok' ? 1 : 0,
  );
  gaugeBy('check', registry, 'keyledger_check_ok', '1 for each part of readiness that is well.', async () =>
    (await readiness.report()).checks.map(({ check, ok }) => [check, ok ? 1 : 0] as const),
  );
  gauge(registry, 'keyledger_data_free_bytes', 'Free bytes where the data directory lies.', freeBytes);
  gauge(
    registry,
    'keyledger_clock_disagreement_seconds',
    'By how much the time of day and the monotonic clock went differently in the last minute.',
    () => clockDisagreementMs() / 1000,
  );
}
