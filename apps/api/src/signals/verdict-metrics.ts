import { Counter, type Registry } from 'prom-client';
import { type Presented, reasons, schemesOf } from '#domain/verdict';
import { CredentialJudge, type Judged } from '../edge/authentication/credential-judge.js';

type Kind = Presented['as'] | 'none';

const kinds = [...Object.keys(schemesOf), 'none'] as Kind[];
const outcomes = ['active', ...reasons] as const;
const rowOf = Object.fromEntries(kinds.map((kind, row) => [kind, row * outcomes.length])) as Record<Kind, number>;
const columnOf = Object.fromEntries(outcomes.map((outcome, column) => [outcome, column])) as Record<(typeof outcomes)[number], number>;

/** Counts verdicts by kind of credential and reason, in an array that is read at a scrape, because verdicts are many. */
export class VerdictCounts {
  readonly #counts = new Float64Array(kinds.length * outcomes.length);

  note({ verdict, as }: Judged): void {
    this.#counts[rowOf[as ?? 'none'] + columnOf[verdict.active ? 'active' : verdict.reason]] += 1;
  }

  /** Registers the counter; every combination exists from the start, so that rates begin at zero. */
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
            const isActive = outcome === 'active';
            const labels = { kind, outcome: isActive ? 'active' : 'refused', reason: isActive ? 'none' : outcome };
            this.inc(labels, counts[rowOf[kind] + columnOf[outcome]]);
          }
        }
      },
    });
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
    const judged = super.judge(...presented);
    this.#counts.note(judged);
    return judged;
  }

  override async judgePossession(...presented: Parameters<CredentialJudge['judgePossession']>): Promise<Judged> {
    const judged = await super.judgePossession(...presented);
    this.#counts.note(judged);
    return judged;
  }
}
