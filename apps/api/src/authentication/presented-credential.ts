import type { FastifyRequest } from 'fastify';
import { Refusal } from '#domain/refusal';
import type { HeaderScheme } from '#domain/verdict';

export interface PresentedCredential {
  readonly credential: string;
  readonly scheme: HeaderScheme;
}

const sessionCookies = ['__Host-keyledger_session', 'keyledger_session'] as const;

/** The session cookie's name: browsers keep a `__Host-` cookie to one secure origin, which plain http does not have. */
export const sessionCookieName = (isHttps: boolean) => sessionCookies[isHttps ? 0 : 1];

/**
 * The one credential of a request to the native surface: `Authorization: Bearer` or `Token` (RFC 9110: scheme words in any
 * case), else the session cookie. A header credential always wins over a cookie.
 *
 * @throws Refusal credential/ambiguous for two header credentials, credential/invalid for a header without a usable one
 */
export function presentedCredential(request: FastifyRequest): PresentedCredential | null {
  const headers = authorizationHeaders(request);
  if (headers.length > 1) throw new Refusal('credential/ambiguous');
  if (headers.length === 1) return ofHeader(headers[0]);
  const session = sessionOf(request);
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

export function sessionOf(request: FastifyRequest): string | null {
  for (const name of sessionCookies) {
    const value = request.cookies?.[name];
    if (value) return value;
  }
  return null;
}

function ofHeader(value: string): PresentedCredential {
  const match = /^(bearer|token)[ \t]+([\x21-\x2b\x2d-\x7e]+)$/i.exec(value.trim());
  if (!match) throw new Refusal('credential/invalid');
  return { credential: match[2], scheme: match[1].toLowerCase() as HeaderScheme };
}
