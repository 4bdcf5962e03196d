import type { FastifyInstance } from 'fastify';

/** The methods that each path answers, collected as the routes are registered. */
export class RouteTable {
  readonly #routes: { path: string; pattern: RegExp; method: string }[] = [];

  watch(fastify: FastifyInstance): void {
    fastify.addHook('onRoute', ({ url, method }) => {
      const pattern = new RegExp(
        `^${url
          .replace(/\/+$/, '')
          .replace(/:[^/]+/g, '[^/]+')
          .replace(/\*/g, '.*')}/?$`,
      );
      for (const each of [method].flat()) this.#routes.push({ path: url, pattern, method: each });
    });
  }

  /** Every route that is served, as it was registered. */
  all(): readonly { readonly path: string; readonly method: string }[] {
    return this.#routes;
  }

  methodsOf(path: string): string[] {
    return [...new Set(this.#routes.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method))].sort();
  }
}
