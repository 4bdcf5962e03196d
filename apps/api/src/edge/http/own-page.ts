import type { FastifyRequest } from 'fastify';

/**
 * Whether the request comes from a page of this origin, or from a program, which sends no origin. A followed link and a typed address are
 * neither.
 */
export function isFromOwnPage({ headers, host }: Pick<FastifyRequest, 'headers' | 'host'>): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  return headers.origin === undefined || isOriginOf(headers.origin, host);
}

/** Compares origins with and without the scheme's default port, in any case. */
function isOriginOf(origin: string, host: string): boolean {
  try {
    const { protocol, host: from } = new URL(origin);
    return from !== '' && from === new URL(`${protocol}//${host}`).host;
  } catch {
    return false;
  }
}
