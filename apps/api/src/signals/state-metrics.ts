import type { Registry } from 'prom-client';
import type { Passwords } from '#credentials/password';
import { deadlineKinds } from '#projections/deadlines';
import type { ReadModels } from '#projections/read-models';
import type { TokenValidity } from '#projections/token-validity';
import type { JobCount, JobQueue } from '#worker/job-queue';
import type { Lag } from '#worker/projection-lag';
import { gauge, gaugeBy } from './gauges.js';

/** What is looked at when somebody asks. */
export interface State {
  readonly validity: TokenValidity;
  readonly readModels: ReadModels;
  readonly passwords: Passwords;
  readonly jobs: JobQueue;
  /** Of the index and every stored read model, by its name. */
  lags(): Map<string, Lag>;
}

/** Registers what is true at the moment of a scrape. */
export function stateMetrics(registry: Registry, { validity, readModels, passwords, jobs, lags }: State): void {
  const lagOf = (measure: keyof Lag) => () => [...lags()].map(([name, lag]) => [name, lag[measure]] as const);
  gaugeBy('projection', registry, 'keyledger_projection_lag_events', 'Events that a projection has not applied yet.', lagOf('events'));
  gaugeBy(
    'projection',
    registry,
    'keyledger_projection_lag_seconds',
    'How long ago the oldest event that a projection has not applied yet was stored.',
    lagOf('seconds'),
  );
  gaugeBy('projection', registry, 'keyledger_projection_parked_events', 'Events that a projection could not read and left out.', () => {
    const parked = readModels.parkedEvents();
    return [...lags().keys()].map((name) => [name, parked.get(name) ?? 0] as const);
  });
  jobMetrics(registry, jobs);
  gauge(registry, 'keyledger_password_checks_waiting', 'Password checks that wait for their turn.', () => passwords.waiting);
  gauge(registry, 'keyledger_index_tokens', 'Tokens in the token-validity index.', () => validity.tokens.count);
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
