import type { FastifyRequest } from 'fastify';

/**
 * The path of the route that answers a request, in the one spelling in which it was declared: `/v1/%73essions/` is
 * `/v1/sessions`. Nothing about a request may be decided by the spelling that was sent. Where no route answers, the path as
 * sent, decoded as far as it can be.
 */
export function pathOf({ routeOptions, url }: FastifyRequest): string {
  return routeOptions?.url ?? decoded(url.split('?', 1)[0]);
}

/** Method and path of the route as it was declared, `GET /v1/users/{id}`: of what was sent, nothing. Undefined where no route answers. */
export function routeOf({ method, routeOptions, is404 }: FastifyRequest): string | undefined {
  const path = is404 ? undefined : routeOptions?.url;
  return path && `${method} ${path.replace(/(.)\/$/, '$1').replace(/:(\w+)/g, '{$1}')}`;
}

export function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
