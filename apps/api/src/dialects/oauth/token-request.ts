import { isIP } from 'node:net';
import { IsIP, IsString, Length } from 'class-validator';
import { Refusal } from '#domain/refusal';
import { headerCredential, rulesOf } from '../../edge/authentication/header-credential.js';
import { MayBeAbsent } from '../../edge/http/optional.js';

const tokenLengthMax = 8192;

/** RFC 7662 §2.1 and RFC 7009 §2.1. Unknown parameters are ignored, as RFC 6749 §3.2 asks. */
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

/** RFC 7662 §2.1 lets a server define further parameters. */
export class IntrospectionRequest extends TokenRequest {
  /** The network address of the client that presented the credential. An API key that is restricted to addresses is inactive without it. */
  @MayBeAbsent()
  @IsIP()
  readonly client_ip?: string;
}

/** Null where none was sent. @throws Refusal request/invalid for a `client_ip` that was sent twice or is no address */
export function addressFrom(clientIp: unknown): string | null {
  if (clientIp === undefined) return null;
  if (typeof clientIp !== 'string' || isIP(clientIp) === 0) {
    throw new Refusal('request/invalid', { client_ip: ['client_ip must be an IPv4 or IPv6 address'] });
  }
  return clientIp;
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

const schemes = { basic: 'basic', bearer: 'bearer' } as const;
/** `Basic <id:credential>` (RFC 6749 §2.3.1) or `Bearer <credential>`; `X-API-Key` is ignored. */
const rules = rulesOf<'basic' | 'bearer'>((word) => schemes[word.toLowerCase() as keyof typeof schemes] ?? null, null);

const nobody: PresentedVerifier = { id: null, credential: '' };

/**
 * The credential that a verifier presents; null for none. A text of neither form is answered as an unknown credential.
 * @throws Refusal credential/ambiguous
 */
export function presentedVerifier(rawHeaders: readonly string[]): PresentedVerifier | null {
  const presented = headerCredential(rawHeaders, rules);
  switch (presented.is) {
    case 'none':
      return null;
    case 'several':
      throw new Refusal('credential/ambiguous');
    case 'unusable':
      return nobody;
    case 'credential':
      return presented.scheme === 'bearer' ? { id: null, credential: presented.text } : (inBasic(presented.text) ?? nobody);
  }
}

/**
 * Accepts one spelling only: canonical base64 (RFC 7617 §2, RFC 4648 §3.5) of an id, a colon and a credential without a colon, both in
 * visible ASCII.
 */
function inBasic(text: string): PresentedVerifier | null {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.toString('base64') !== text) return null;
  const halves = /^([\x21-\x39\x3b-\x7e]+):([\x21-\x39\x3b-\x7e]+)$/.exec(bytes.toString('latin1'));
  const [id, credential] = (halves ?? []).slice(1).map(decoded);
  return id && credential ? { id, credential } : null;
}

/** Clients may form-encode both (RFC 6749 §2.3.1). Null for a text that no form encoder writes, and for a blank, which neither part has. */
function decoded(text: string): string | null {
  if (!/[%+]/.test(text)) return text;
  try {
    return text.includes('+') ? null : decodeURIComponent(text);
  } catch {
    return null;
  }
}
