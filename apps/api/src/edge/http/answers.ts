import { applyDecorators, SetMetadata } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyInstance, RouteOptions } from 'fastify';

/**
 * What a GET answers that must not be made for nobody to read: a `stream` of the log, an `export`, which is recorded, or a `secret`.
 */
export type Answered = 'stream' | 'export' | 'secret';

export const answersKey = 'keyledger:answers';

/** Declares what is special about the answer of a GET. Such a route takes no HEAD, which would do the same work and show nothing. */
export const Answers = (what: Answered) => applyDecorators(SetMetadata(answersKey, what), RouteConfig({ [answersKey]: what }));

/** Fastify gives each GET a HEAD that runs the same handler; routes that declare what they answer have none, so that it is 405. */
export function withholdHead(fastify: FastifyInstance): void {
  const route = fastify.route;
  const declared = (options: RouteOptions) => (options.config as Record<string, unknown> | undefined)?.[answersKey] !== undefined;
  const withheld = (options: RouteOptions) => (declared(options) ? { ...options, exposeHeadRoute: false } : options);
  fastify.route = ((options: RouteOptions) => route.call(fastify, withheld(options))) as typeof route;
}
