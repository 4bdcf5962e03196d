import type { FastifyRequest } from 'fastify';
import { Refusal } from '#domain/refusal';
import type { HeaderScheme } from '#domain/verdict';
import type { PresentedCredential } from '../http/dialect.js';

/** The session cookie's name: browsers keep a `__Host-` cookie to one secure origin, which plain http does not have. */
export const sessionCookieName = (isHttps: boolean) => (isHttps ? '__Host-keyledger_session' : 'keyledger_session');

/**
 * The one credential of a request to the native surface: `Authorization: Bearer` or `Token` (RFC 9110: scheme words in any
 * case), else the session cookie. A header credential always wins over a cookie.
 *
 * @throws Refusal credential/ambiguous for two header credentials, credential/invalid for a header without a usable one
 */
export function presentedCredential(request: FastifyRequest, isHttps: boolean): PresentedCredential | null {
  const headers = authorizationHeaders(request);
  if (headers.length > 1) throw new Refusal('credential/ambiguous');
  if (headers.length === 1) return ofHeader(headers[0]);
  const session = sessionOf(request, isHttps);
  return session === null ? null : { credential: session, scheme: 'cookie' };
}

/** Node keeps the first of two `Authorization` lines and drops the second silently; the raw lines tell. */
export function authorizationHeaders({ raw }: FastifyRequest): string[] {
  const values: string[] = [];
  for (let i = 0; i < raw.rawHeaders.length; i += 2) {
    const name = raw.rawHeaders[i].toLowerCase();
    if (name === 'authorization' || name === 'x-api-key') values.push(raw.rawHeaders[i + 1]);
  }
  return values;
}

/** Also where no header is read: whoever sends two credentials does not know which of them counts. */
export function refuseRepeated({ raw }: FastifyRequest): void {
  const isAuthorization = (text: string, index: number) => index % 2 === 0 && text.toLowerCase() === 'authorization';
  if (raw.rawHeaders.filter(isAuthorization).length > 1) throw new Refusal('credential/ambiguous');
}

/** Over https no other name will do: a neighbouring host could set a cookie that has not the prefix. */
export function sessionOf(request: FastifyRequest, isHttps: boolean): string | null {
  return request.cookies?.[sessionCookieName(isHttps)] || null;
}

function ofHeader(value: string): PresentedCredential {
  const match = /^(bearer|token)[ \t]+([\x21-\x2b\x2d-\x7e]+)$/i.exec(value);
  if (!match) throw new Refusal('credential/invalid');
  return { credential: match[2], scheme: match[1].toLowerCase() as HeaderScheme };
}
