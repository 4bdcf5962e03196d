import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';

/** What the server would give each request to. */
export type Router = (request: IncomingMessage, response: ServerResponse) => void;

/** Counts what a handler answers, which no hook sees. */
export interface AnswerCounts {
  /** `beganMs` is when the request's head was there, by the monotonic clock. */
  note(status: number, beganMs: number): void;
}

/** Answers before the router does, for requests that must not pay for the hooks, guards and filters that run on all others. */
export interface PreRouterHandler {
  /**
   * Whether this handler has taken the request and answers it. A request that it took and cannot answer goes back to `router` unchanged.
   */
  handles(request: IncomingMessage, response: ServerResponse, router: Router): boolean;
}

/** Every hook of a Fastify instance runs on each of its routes, whenever either was added; only before the router there are none. */
export function handleBeforeRouter(fastify: FastifyInstance, handlers: readonly PreRouterHandler[]): void {
  const server = fastify.server as Server;
  const routers = server.listeners('request');
  const router: Router = (request, response) => {
    for (const route of routers) route.call(server, request, response);
  };
  let isClosing = false;
  // During a shutdown the router tells clients that the server ends, and closes their connections.
  fastify.addHook('preClose', async () => {
    isClosing = true;
  });
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    if (!isClosing) for (const handler of handlers) if (handler.handles(request, response, router)) return;
    router(request, response);
  });
}
