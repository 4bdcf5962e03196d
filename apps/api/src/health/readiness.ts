import type { Clock } from '#event-store/clock';
import type { Logger } from '#installation/logger';
import { flag, list, object, oneOf, type Shape, text, time } from '../edge/http/schema.js';

/** One condition of this process's readiness. */
export interface Check {
  readonly name: string;
  /** A sentence that says what is wrong; null when nothing is. */
  problem(): Promise<string | null> | string | null;
}

export const CheckState = object('CheckState', {
  check: text('log'),
  ok: flag(true),
  since: time.about('Since when this state is known.'),
  problem: text('Nothing can be stored.').orNull(),
});
export type CheckState = Shape<typeof CheckState>;

export const ReadinessReport = object('ReadinessReport', {
  status: oneOf(['ok', 'not-ready']),
  checks: list(CheckState),
});
export type ReadinessReport = Shape<typeof ReadinessReport>;

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
