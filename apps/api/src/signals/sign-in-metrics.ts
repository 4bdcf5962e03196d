import { Counter, type Registry } from 'prom-client';
import { signInFailures } from '#domain/activity';

/** Registers the count of failed sign-ins; `totals` are refused attempts since the start, by reason. */
export function signInMetrics(registry: Registry, totals: ReadonlyMap<string, number>): void {
  new Counter({
    name: 'keyledger_sign_in_failures_total',
    help: 'Sign-ins that failed, by why. The log records the first ones of each minute one by one, and the others together.',
    labelNames: ['reason'] as const,
    registers: [registry],
    collect() {
      this.reset();
      for (const reason of signInFailures) this.inc({ reason }, totals.get(`sign-in/${reason}`) ?? 0);
    },
  });
}
