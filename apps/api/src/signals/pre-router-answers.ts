import type { AnswerCounts } from '../pre-router/pre-router-handler.js';
import { DurationCounts } from './duration-counts.js';

/** The routes that are answered before the router, and their methods. */
export const preRouterMethods = { '/v1/auth': 'GET', '/oauth/introspect': 'POST' } as const;

export type PreRouterRoute = keyof typeof preRouterMethods;

export const preRouterRoutes = Object.keys(preRouterMethods) as PreRouterRoute[];

/** What pre-router handlers answer, which no hook sees: counted in arrays, since that costs next to nothing. */
export class PreRouterAnswers {
  /** For each route one slot for each possible status. */
  readonly statuses: Record<PreRouterRoute, Float64Array> = countersByStatus();
  readonly durations = new DurationCounts(preRouterRoutes.length);

  /** What the handler of this route counts its answers with. */
  of(route: PreRouterRoute): AnswerCounts {
    const statuses = this.statuses[route];
    const row = preRouterRoutes.indexOf(route);
    return {
      note: (status, beganMs) => {
        statuses[status] += 1;
        this.durations.note(row, (performance.now() - beganMs) / 1000);
      },
    };
  }
}

/** One slot for each possible status. */
export const countersByStatus = () => ({ '/v1/auth': new Float64Array(600), '/oauth/introspect': new Float64Array(600) });
