import type { FastifyRequest } from 'fastify';

type Asked = Pick<FastifyRequest, 'headers' | 'host'>;

/**
 * Whether the request comes from a page of this origin, or from a program, which sends no origin. A followed link and a typed address are
 * neither. `publicOrigin` is the origin under which browsers reach this server, if it was configured: a proxy may name another host.
 */
export function isFromOwnPage({ headers, host }: Asked, publicOrigin: string | null): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  const { origin } = headers;
  return origin === undefined || isOriginOf(origin, host, publicOrigin);
}

/** The same of a request that changes something; a person may also have sent a form again. No other page can cause that. */
export function isSentByOwnPage(request: Asked, publicOrigin: string | null): boolean {
  return request.headers['sec-fetch-site'] === 'none' || isFromOwnPage(request, publicOrigin);
}

/**
 * Compares origins with and without the scheme's default port, in any case. A page without encryption is none of ours where ours are
 * encrypted: somebody on the way may have written it.
 */
function isOriginOf(origin: string, host: string, publicOrigin: string | null): boolean {
  if (!URL.canParse(origin)) return false;
  const { origin: from, protocol, host: fromHost } = new URL(origin);
  if (from === publicOrigin) return true;
  if (publicOrigin?.startsWith('https:') && protocol !== 'https:') return false;
  const address = `${protocol}//${host}`;
  return fromHost !== '' && URL.canParse(address) && fromHost === new URL(address).host;
}
