import { IsString, Length } from 'class-validator';
import type { FastifyRequest } from 'fastify';
import { Refusal } from '#domain/refusal';
import { authorizationHeaders } from '../authentication/presented-credential.js';
import { MayBeAbsent } from '../http/optional.js';

const tokenLengthMax = 8192;

/** RFC 7662 §2.1 and RFC 7009 §2.1. Parameters that we do not know are ignored, as RFC 6749 §3.2 asks. */
export class TokenRequest {
  /** The whole credential. */
  @IsString()
  @Length(1, tokenLengthMax)
  readonly token!: string;

  /** Credentials tell their kind themselves. */
  @MayBeAbsent()
  @IsString()
  readonly token_type_hint?: string;
}

/** @throws Refusal request/invalid for a `token` that was sent twice, is no text or is empty */
export function tokenFrom(token: unknown): string {
  if (typeof token !== 'string' || token === '' || token.length > tokenLengthMax) {
    throw new Refusal('request/invalid', { token: ['token must be one text that is not empty'] });
  }
  return token;
}

export interface PresentedVerifier {
  /** Null when only the credential was sent. */
  readonly id: string | null;
  readonly credential: string;
}

/** `Basic <id:credential>` (RFC 6749 §2.3.1) or `Bearer <credential>`; null for none and for any other. */
export function presentedVerifier(request: FastifyRequest): PresentedVerifier | null {
  const headers = authorizationHeaders(request);
  if (headers.length > 1) throw new Refusal('credential/ambiguous');
  return headers.length === 0 ? null : verifierIn(headers[0]);
}

/** The same of one header's value. */
export function verifierIn(authorization: string): PresentedVerifier | null {
  const [, scheme = '', value = ''] = /^(basic|bearer)[ \t]+(\S+)$/i.exec(authorization.trim()) ?? [];
  if (scheme.toLowerCase() === 'bearer') return { id: null, credential: value };
  if (scheme === '') return null;
  const [id, credential, ...rest] = Buffer.from(value, 'base64').toString('utf8').split(':');
  return credential === undefined || rest.length > 0 ? null : { id: decoded(id), credential: decoded(credential) };
}

/** Clients may encode both as a form does (RFC 6749 §2.3.1). */
function decoded(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
