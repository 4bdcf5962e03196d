import type { FastifyRequest } from 'fastify';

/**
 * Whether the request comes from a page of this very origin, or from a program, which says nothing of where it comes from. A link that
 * somebody followed, or an address that was typed, is neither.
 */
export function isFromOwnPage({ headers, host }: Pick<FastifyRequest, 'headers' | 'host'>): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  return headers.origin === undefined || isOriginOf(headers.origin, host);
}

/** With the port that the scheme has by default or without it, and in any case. */
function isOriginOf(origin: string, host: string): boolean {
  try {
    const { protocol, host: from } = new URL(origin);
    return from !== '' && from === new URL(`${protocol}//${host}`).host;
  } catch {
    return false;
  }
}
