import { Counter, type Registry } from 'prom-client';
import { type Presented, reasons, schemesOf } from '#domain/verdict';
import { CredentialJudge, type Judged } from '../edge/authentication/credential-judge.js';
import { DurationCounts } from './duration-counts.js';

type Kind = Presented['as'] | 'none';

const kinds = [...Object.keys(schemesOf), 'none'] as Kind[];
const outcomes = ['active', ...reasons] as const;
const rowOf = Object.fromEntries(kinds.map((kind, row) => [kind, row * outcomes.length])) as Record<Kind, number>;
const columnOf = Object.fromEntries(outcomes.map((outcome, column) => [outcome, column])) as Record<(typeof outcomes)[number], number>;

const labelsOf = (outcome: (typeof outcomes)[number]) =>
  outcome === 'active' ? { outcome: 'active', reason: 'none' } : { outcome: 'refused', reason: outcome };

/** Counts verdicts by kind of credential and reason, in arrays that are read at a scrape, because verdicts are many. */
export class VerdictCounts {
  readonly #counts = new Float64Array(kinds.length * outcomes.length);
  readonly #durations = new DurationCounts(outcomes.length);

  /** `beganMs` is of the monotonic clock. */
  note({ verdict, as }: Judged, beganMs: number): void {
    const column = columnOf[verdict.active ? 'active' : verdict.reason];
    this.#counts[rowOf[as ?? 'none'] + column] += 1;
    this.#durations.note(column, (performance.now() - beganMs) / 1000);
  }

  /** Registers counter and histogram; every combination exists from the start, so that rates begin at zero. */
  register(registry: Registry): void {
    const counts = this.#counts;
    new Counter({
      name: 'keyledger_verdicts_total',
      help: 'Verdicts on credentials, by what was presented and, of those refused, why. Kind none: nothing known was presented.',
      labelNames: ['kind', 'outcome', 'reason'] as const,
      registers: [registry],
      collect() {
        this.reset();
        for (const kind of kinds) {
          for (const outcome of outcomes) {
            this.inc({ kind, ...labelsOf(outcome) }, counts[rowOf[kind] + columnOf[outcome]]);
          }
        }
      },
    });
    const durations = {
      name: 'keyledger_verdict_duration_seconds',
      help: 'From the text of a credential to its verdict, by what the verdict was.',
      labelNames: ['outcome', 'reason'],
    };
    this.#durations.register(registry, durations, outcomes.map(labelsOf));
  }
}

/** A judge of credentials that counts its verdicts. The plain one is used when nobody counts. */
export class CountingJudge extends CredentialJudge {
  readonly #counts: VerdictCounts;

  constructor(counts: VerdictCounts, ...parts: ConstructorParameters<typeof CredentialJudge>) {
    super(...parts);
    this.#counts = counts;
  }

  override judge(...presented: Parameters<CredentialJudge['judge']>): Judged {
    const beganMs = performance.now();
    const judged = super.judge(...presented);
    this.#counts.note(judged, beganMs);
    return judged;
  }

  override async judgePossession(...presented: Parameters<CredentialJudge['judgePossession']>): Promise<Judged> {
    const beganMs = performance.now();
    const judged = await super.judgePossession(...presented);
    this.#counts.note(judged, beganMs);
    return judged;
  }
}
