import type { FastifyRequest } from 'fastify';
import { Refusal } from '#domain/refusal';
import type { PresentedCredential } from '../http/dialects.js';
import { type HeaderRules, headerCredential, noRules, ownRules } from './header-credential.js';

/** The session cookie's name. Browsers keep a `__Host-` cookie to one secure origin, which plain http does not have. */
export const sessionCookieName = (isHttps: boolean) => (isHttps ? '__Host-keyledger_session' : 'keyledger_session');

/**
 * The one credential of a request to the native surface: in a header, else the session cookie. A header always wins over a cookie.
 *
 * @throws Refusal credential/ambiguous for two header credentials, credential/invalid for a header without a usable one
 */
export function presentedCredential(request: FastifyRequest, isHttps: boolean): PresentedCredential | null {
  return credentialInHeader(request, ownRules) ?? sessionCredential(request, isHttps);
}

/** Null where the request has none in a header. @throws Refusal as `presentedCredential` */
export function credentialInHeader({ raw }: FastifyRequest, rules: HeaderRules<'bearer' | 'token'>): PresentedCredential | null {
  const presented = headerCredential(raw.rawHeaders, rules);
  switch (presented.is) {
    case 'credential':
      return { credential: presented.text, scheme: presented.scheme };
    case 'several':
      throw new Refusal('credential/ambiguous');
    case 'unusable':
      throw new Refusal('credential/invalid');
    case 'none':
      return null;
  }
}

/** Applies also where no header is read: a client that sends two credentials does not know which one counts. */
export function refuseRepeated({ raw }: FastifyRequest): void {
  if (headerCredential(raw.rawHeaders, noRules).is === 'several') throw new Refusal('credential/ambiguous');
}

/** Over https no other name is accepted, because a neighbouring host could set a cookie without the prefix. */
export function sessionOf({ cookies }: FastifyRequest, isHttps: boolean): string | null {
  return cookies?.[sessionCookieName(isHttps)] || null;
}

/** The session, as a credential. */
export function sessionCredential(request: FastifyRequest, isHttps: boolean): PresentedCredential | null {
  const session = sessionOf(request, isHttps);
  return session === null ? null : { credential: session, scheme: 'cookie' };
}
