import type { FastifyRequest } from 'fastify';
import { Refusal } from '#domain/refusal';
import { headerCredential, isJwtShaped, rulesOf, schemeOfKey } from '../../edge/authentication/header-credential.js';
import { sessionCredential } from '../../edge/authentication/presented-credential.js';
import type { RefusedCredential } from '../../edge/http/announcements.js';
import type { PresentedCredential } from '../../edge/http/dialects.js';
import { pathOf } from '../../edge/http/surface.js';
import { LabelStudioFailure } from './envelope.js';
import { refusedWords } from './refused-words.js';

const notProvided = 'Authentication credentials were not provided.';
const notAscii = 'Invalid token header. Token string should not contain invalid characters.';
const isAscii = (text: string) => /^[\x21-\x7e]*$/.test(text);
const notValid = 'Given token not valid for any token type';
/** `Token` is read in any case, `Bearer` only as written, and `X-API-Key` overrides `Authorization`. */
const rules = rulesOf<'bearer' | 'token'>((word) => (word === 'Bearer' ? 'bearer' : word.toLowerCase() === 'token' ? 'token' : null), {
  schemeOf: schemeOfKey,
  wins: true,
});

/** The credential of a request to `/api/*`. Unlike in the original, a bad header is never ignored in favour of a session. */
export function labelStudioCredential(request: FastifyRequest, isHttps: boolean): PresentedCredential | null {
  const presented = headerCredential(request.raw.rawHeaders, rules);
  switch (presented.is) {
    case 'credential':
      if (presented.scheme === 'token' && !isAscii(presented.text)) throw new LabelStudioFailure(401, notAscii);
      return { credential: presented.text, scheme: presented.scheme };
    case 'several':
      throw new Refusal('credential/ambiguous');
    case 'unusable':
      throw new LabelStudioFailure(401, wordsFor(presented));
    case 'none':
      return sessionCredential(request, isHttps);
  }
}

/** A key is read as a legacy token, unless it has the form of an access token. */
function wordsFor({ isKey, value }: { readonly isKey: boolean; readonly value: string }): string {
  if (isKey && isJwtShaped(value)) return notProvided;
  const [word = '', credential, ...rest] = (isKey ? `Token ${value}` : value).trim().split(/[ \t]+/);
  if (word.toLowerCase() !== 'token') return notProvided;
  if (!credential) return 'Invalid token header. No credentials provided.';
  if (rest.length > 0) return 'Invalid token header. Token string should not contain spaces.';
  if (!isAscii(credential)) return notAscii;
  return refusedWords.unknown.token;
}

/** Refuses in Label Studio's words, which distinguish only what the holder of a known credential can cause. */
export function refuseForLabelStudio({ reason }: RefusedCredential, { scheme }: PresentedCredential, request: FastifyRequest): never {
  const { token, bearer } = refusedWords[reason];
  if (scheme === 'token') throw new LabelStudioFailure(401, token);
  if (bearer !== null) throw new LabelStudioFailure(401, bearer, { bare: true });
  // The one route whose tokens a library of the original checks, with an answer of its own.
  if (pathOf(request) === '/api/token/rotate') throw new LabelStudioFailure(401, notValid);
  throw new LabelStudioFailure(401, notProvided);
}
