import { applyDecorators, SetMetadata } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyInstance, RouteOptions } from 'fastify';

/** Kinds of answers that a HEAD must not cause: a `stream` of the log, an `export`, which is recorded, or a `secret`. */
export type Answered = 'stream' | 'export' | 'secret';

export const answersKey = 'keyledger:answers';

/** Declares the kind of a GET's answer. Such a route takes no HEAD, because HEAD would do the same work and show nothing. */
export const Answers = (what: Answered) => applyDecorators(SetMetadata(answersKey, what), RouteConfig({ [answersKey]: what }));

/**
 * Fastify adds to each GET a HEAD that runs the same handler. Routes that declare the kind of their answer get none, so HEAD is 405 there.
 */
export function withholdHead(fastify: FastifyInstance): void {
  const route = fastify.route;
  const declared = (options: RouteOptions) => (options.config as Record<string, unknown> | undefined)?.[answersKey] !== undefined;
  const withheld = (options: RouteOptions) => (declared(options) ? { ...options, exposeHeadRoute: false } : options);
  fastify.route = ((options: RouteOptions) => route.call(fastify, withheld(options))) as typeof route;
}
