import type { FastifyInstance } from 'fastify';
import { Counter, Histogram, type Registry } from 'prom-client';

const secondsBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** The routes that are answered before the router, and their methods. */
const preRouterMethods = { '/v1/auth': 'GET', '/oauth/introspect': 'POST' } as const;

export type PreRouterRoute = keyof typeof preRouterMethods;

/** One slot for each possible status; incrementing one costs next to nothing. */
export const preRouterAnswers = (): Record<PreRouterRoute, Float64Array> => ({
  '/v1/auth': countersByStatus(),
  '/oauth/introspect': countersByStatus(),
});

const countersByStatus = () => new Float64Array(600);

/** Counts answers by the template of their route: no label holds a word that a client chose. */
export function requestMetrics(registry: Registry, answers: Record<PreRouterRoute, Float64Array>): (fastify: FastifyInstance) => void {
  const registers = [registry];
  const requests = new Counter({
    name: 'keyledger_http_requests_total',
    help: 'Requests answered.',
    labelNames: ['route', 'method', 'status'] as const,
    registers,
    collect: () => foldIn(),
  });
  const duration = new Histogram({
    name: 'keyledger_http_request_duration_seconds',
    help: 'From the head of a request to the end of its answer, where it went through the router.',
    labelNames: ['route', 'method'] as const,
    buckets: secondsBuckets,
    registers,
  });
  const folded = preRouterAnswers();
  const foldIn = () => {
    for (const route of Object.keys(preRouterMethods) as PreRouterRoute[]) {
      for (const [status, count] of answers[route].entries()) {
        const more = count - folded[route][status];
        if (more > 0) requests.inc({ route, method: preRouterMethods[route], status }, more);
        folded[route][status] = count;
      }
    }
  };
  return (fastify) => {
    fastify.addHook('onResponse', async ({ routeOptions, method: asked }, { statusCode: status, elapsedTime }) => {
      if (routeOptions.url === '/v1/auth') return;
      const route = routeOptions.url ?? 'none';
      const method = methods.has(asked) ? asked : 'other';
      requests.inc({ route, method, status });
      duration.observe({ route, method }, elapsedTime / 1000);
    });
  };
}
