import { randomUUID, sign, verify } from 'node:crypto';
import { hasLowS, withLowS } from './ecdsa-signature.js';
import type { SigningKeys } from './signing-keys.js';

const lengthMax = 8192;
const signatureBytes = 64;
const types = ['pat+jwt', 'at+jwt', 'key+jwt'] as const;

export type JwtType = (typeof types)[number];
export type Claims = Readonly<Record<string, unknown>>;

export interface VerifiedJwt {
  readonly type: JwtType;
  readonly claims: Claims;
}

/** `header.payload` and the whole credential, signed by the active key. */
export function signJwt(type: JwtType, claims: Claims, keys: SigningKeys): { signedInput: string; credential: string } {
  const { kid, privateKey } = keys.active;
  const signedInput = `${headerOf(type, kid)}.${encode(claims)}`;
  const signature = withLowS(sign('sha256', Buffer.from(signedInput), { key: privateKey, dsaEncoding: 'ieee-p1363' }));
  return { signedInput, credential: `${signedInput}.${signature.toString('base64url')}` };
}

/**
 * Returns type and claims of a token that this installation signed, or null. Only the exact text that was minted is accepted: canonical
 * base64url, JSON as we write it, no other header member, and of the two equivalent signatures the one with low s. The header chooses
 * neither algorithm nor key material. Time and revocation are not checked here.
 */
export function verifyJwt(text: string, keys: SigningKeys): VerifiedJwt | null {
  if (text.length > lengthMax) return null;
  const parts = text.split('.');
  if (parts.length !== 3) return null;
  const header = decodeObject(parts[0]);
  const type = types.find((known) => known === header?.typ);
  if (!header || !type || header.alg !== 'ES256' || typeof header.kid !== 'string' || Object.keys(header).length !== 3) return null;
  const publicKey = keys.verificationKey(header.kid);
  const claims = decodeObject(parts[1]);
  const signature = decode(parts[2]);
  if (!publicKey || !claims || signature?.length !== signatureBytes || !hasLowS(signature)) return null;
  const signedInput = Buffer.from(`${parts[0]}.${parts[1]}`);
  return verify('sha256', signedInput, { key: publicKey, dsaEncoding: 'ieee-p1363' }, signature) ? { type, claims } : null;
}

/** Three for each key that signed. */
const headers = new Map<string, string>();

function headerOf(type: JwtType, kid: string): string {
  const name = `${type} ${kid}`;
  const known = headers.get(name);
  if (known !== undefined) return known;
  // Every API key begins with the same 22 characters, so that scanners for leaked secrets find it.
  const header = encode(type === 'key+jwt' ? { typ: type, alg: 'ES256', kid } : { alg: 'ES256', kid, typ: type });
  headers.set(name, header);
  return header;
}

/** 32 hex digits, a new one for every token that is signed: 122 random bits, which Node makes in advance. */
export const newJti = (): string => randomUUID().replaceAll('-', '');

/** 16 bytes, base64url: the look-up key of a signed credential's token. */
export const lookupOfTokenId = (tokenId: string): string => Buffer.from(tokenId.replaceAll('-', ''), 'hex').toString('base64url');

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Node's decoder ignores foreign characters, padding and spare bits; comparing the re-encoded text detects them. */
function decode(part: string): Buffer | null {
  const bytes = Buffer.from(part, 'base64url');
  return bytes.toString('base64url') === part ? bytes : null;
}

/**
 * Our own serialization has no duplicate members, no whitespace and no numbers that change when they are parsed: any other text was not
 * made here.
 */
function decodeObject(part: string): Claims | null {
  const text = decode(part)?.toString('utf8');
  if (!text) return null;
  try {
    const value = JSON.parse(text);
    const isPlain = value !== null && typeof value === 'object' && !Array.isArray(value);
    return isPlain && JSON.stringify(value) === text ? value : null;
  } catch {
    return null;
  }
}
