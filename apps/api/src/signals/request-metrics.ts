import type { FastifyInstance } from 'fastify';
import { Counter, Histogram, type Registry } from 'prom-client';

const secondsBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** A slot for each status there can be; adding to one costs the hot route next to nothing. */
export const countersByStatus = (): Float64Array => new Float64Array(600);

/** Counts what was answered, by the template of its route: no label holds a word that a client chose. */
export function requestMetrics(registry: Registry, authAnswers: Float64Array): (fastify: FastifyInstance) => void {
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
    help: 'From the head of a request to the end of its answer; of every route but /v1/auth.',
    labelNames: ['route', 'method'] as const,
    buckets: secondsBuckets,
    registers,
  });
  const folded = countersByStatus();
  const foldIn = () => {
    for (const [status, count] of authAnswers.entries()) {
      if (count > folded[status]) requests.inc({ route: '/v1/auth', method: 'GET', status }, count - folded[status]);
      folded[status] = count;
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
