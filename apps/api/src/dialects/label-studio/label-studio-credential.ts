import type { FastifyRequest } from 'fastify';
import { Refusal } from '#domain/refusal';
import { authorizationHeaders, sessionOf } from '../../edge/authentication/presented-credential.js';
import type { RefusedCredential } from '../../edge/http/announcements.js';
import type { PresentedCredential } from '../../edge/http/dialect.js';
import { pathOf } from '../../edge/http/surface.js';
import { LabelStudioFailure } from './envelope.js';
import { refusedWords } from './refused-words.js';

const notProvided = 'Authentication credentials were not provided.';
const notValid = 'Given token not valid for any token type';
const isJwtShaped = (text: string) => text.split('.').length === 3;

/**
 * The credential of a request to `/api/*`, by Label Studio's rules: `X-API-Key` overrides `Authorization`, `Token` is read in
 * any case, `Bearer` only as written. Other than there, a bad header is never forgotten in favour of a session cookie.
 */
export function labelStudioCredential(request: FastifyRequest, isHttps: boolean): PresentedCredential | null {
  const key = request.headers['x-api-key'];
  const authorizations = authorizationHeaders(request).length - (key === undefined ? 0 : 1);
  if (Array.isArray(key) || authorizations > 1) throw new Refusal('credential/ambiguous');
  if (key !== undefined) return { credential: key, scheme: isJwtShaped(key) ? 'bearer' : 'token' };
  const authorization = request.headers.authorization;
  if (authorization !== undefined) return ofAuthorization(authorization);
  const session = sessionOf(request, isHttps);
  return session === null ? null : { credential: session, scheme: 'cookie' };
}

function ofAuthorization(value: string): PresentedCredential {
  const [word = '', credential, ...rest] = value.split(/[ \t]+/);
  if (word === 'Bearer' && credential && rest.length === 0) return { credential, scheme: 'bearer' };
  if (word.toLowerCase() !== 'token') throw new LabelStudioFailure(401, notProvided);
  if (!credential) throw new LabelStudioFailure(401, 'Invalid token header. No credentials provided.');
  if (rest.length > 0) throw new LabelStudioFailure(401, 'Invalid token header. Token string should not contain spaces.');
  return { credential, scheme: 'token' };
}

/** Says no in Label Studio's words, which tell apart what only the holder of a known credential can cause. */
export function refuseForLabelStudio({ reason }: RefusedCredential, { scheme }: PresentedCredential, request: FastifyRequest): never {
  const { token, bearer } = refusedWords[reason];
  if (scheme === 'token') throw new LabelStudioFailure(401, token);
  if (bearer !== null) throw new LabelStudioFailure(401, bearer, { bare: true });
  // The one route whose tokens the original has checked by its library, which gives its own answer.
  if (pathOf(request) === '/api/token/rotate') throw new LabelStudioFailure(401, notValid, { authenticate: 'Bearer realm="api"' });
  throw new LabelStudioFailure(401, notProvided);
}
