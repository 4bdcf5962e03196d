import type { FastifyRequest } from 'fastify';

/**
 * The path of the route that answers a request, in its declared spelling: `/v1/%73essions/` is `/v1/sessions`. No decision about a request
 * may depend on the spelling that was sent. Where no route answers, this is the path as sent, decoded as far as possible.
 */
export function pathOf({ routeOptions, url }: FastifyRequest): string {
  return routeOptions?.url ?? decoded(url.split('?', 1)[0]);
}

/**
 * Method and path of the route as declared, `GET /v1/users/{id}`, without anything that the client sent. Undefined where no route answers.
 */
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
