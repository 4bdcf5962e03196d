import type { FastifyInstance } from 'fastify';
import { Counter, Histogram, type Registry } from 'prom-client';
import { countersByStatus, type PreRouterAnswers, preRouterMethods, preRouterRoutes } from './pre-router-answers.js';

const secondsBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** Counts answers by the template of their route: no label holds a word that a client chose. */
export function requestMetrics(registry: Registry, answers: PreRouterAnswers): (fastify: FastifyInstance) => void {
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
  const ofPreRouter = {
    name: 'keyledger_pre_router_duration_seconds',
    help: 'From the head of a request to the end of its answer, where it was answered before the router.',
    labelNames: ['route', 'method'],
  };
  const labels = preRouterRoutes.map((route) => ({ route, method: preRouterMethods[route] }));
  answers.durations.register(registry, ofPreRouter, labels);
  const folded = countersByStatus();
  const foldIn = () => {
    for (const route of preRouterRoutes) {
      for (const [status, count] of answers.statuses[route].entries()) {
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
