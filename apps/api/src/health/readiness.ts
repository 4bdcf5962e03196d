import type { Clock } from '#event-store/clock';
import type { Logger } from '#installation/logger';

/** One condition of this process's readiness. */
export interface Check {
  readonly name: string;
  /** A sentence that says what is wrong; null when nothing is. */
  problem(): Promise<string | null> | string | null;
}

export interface CheckState {
  readonly check: string;
  readonly ok: boolean;
  /** Since when this state is known, ISO-8601 UTC. */
  readonly since: string;
  readonly problem: string | null;
}

export interface ReadinessReport {
  readonly status: 'ok' | 'not-ready';
  readonly checks: readonly CheckState[];
}

/** Whether this process should get requests. It is computed on demand, and changes are logged. */
export class Readiness {
  readonly #checks: readonly Check[];
  readonly #clock: Clock;
  readonly #logger: Logger;
  readonly #states = new Map<string, CheckState>();
  #isDraining = false;

  constructor(checks: readonly Check[], clock: Clock, logger: Logger) {
    const draining: Check = {
      name: 'draining',
      problem: () => (this.#isDraining ? 'The process finishes what it accepted, and ends.' : null),
    };
    this.#checks = [...checks, draining];
    this.#clock = clock;
    this.#logger = logger;
  }

  async report(): Promise<ReadinessReport> {
    const checks = await Promise.all(this.#checks.map((check) => this.#stateOf(check)));
    return { status: checks.every(({ ok }) => ok) ? 'ok' : 'not-ready', checks };
  }

  /** From now on nobody new should come. */
  drain(): void {
    this.#isDraining = true;
  }

  async #stateOf(check: Check): Promise<CheckState> {
    const problem = await problemOf(check);
    const ok = problem === null;
    const before = this.#states.get(check.name);
    const since = before?.ok === ok ? before.since : this.#clock.now().toISOString();
    const state = { check: check.name, ok, since, problem };
    this.#states.set(check.name, state);
    if (!ok && before?.ok !== false) this.#logger.warn('not ready', { check: check.name, problem });
    if (ok && before?.ok === false) this.#logger.info('ready again', { check: check.name, since: before.since });
    return state;
  }
}

async function problemOf(check: Check): Promise<string | null> {
  try {
    return await check.problem();
  } catch (error) {
    return `This could not be looked at: ${(error as Error).message}`;
  }
}
