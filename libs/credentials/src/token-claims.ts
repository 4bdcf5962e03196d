import { type Claims, newJti, signJwt, type VerifiedJwt, verifyJwt } from './jwt.js';
import type { SecretDigests } from './secret-digests.js';
import type { SignedClaims } from './signature-cache.js';
import type { SigningKeys } from './signing-keys.js';

/** 9999-12-31T23:59:59Z: the SDK reads an expiry with a date type that ends there. */
const expiryMaxSeconds = 253_402_300_799;

interface Subject {
  readonly issuer: string;
  readonly audience: string;
  readonly userId: string;
  /** The user's number on the compatible surfaces. */
  readonly userNumber: number;
}

export interface TokenClaims {
  readonly tid: string;
  readonly gen: number;
  readonly sub: string;
  readonly iat: number;
  readonly exp: number;
}

/** Mints a personal access token, which its clients use as a refresh token: it is only good for making access tokens. */
export function mintPersonalToken(
  token: Subject & { readonly tokenId: string; readonly generation: number; readonly issuedAt: Date; readonly expiresAt: Date },
  keys: SigningKeys,
  digests: SecretDigests,
): { credential: string; signedInput: string; jti: string; digest: string } {
  const jti = newJti();
  const exp = secondsOf(token.expiresAt);
  const claims = claimsOf('refresh', token, { tid: token.tokenId, gen: token.generation, jti, iat: secondsOf(token.issuedAt), exp });
  const { credential, signedInput } = signJwt('pat+jwt', claims, keys);
  keys.signatures.remember(credential, signedClaims('personal', claims));
  return { credential, signedInput, jti, digest: digests.digest(credential) };
}

/** An access token: short-lived, and bound to one generation of its parent. */
export function mintAccessToken(
  token: Subject & {
    readonly parentTokenId: string;
    readonly generation: number;
    readonly issuedAt: Date;
    readonly parentExpiresAt: Date;
    readonly accessTtlSeconds: number;
  },
  keys: SigningKeys,
): string {
  const iat = secondsOf(token.issuedAt);
  const exp = Math.min(iat + token.accessTtlSeconds, secondsOf(token.parentExpiresAt));
  const claims = claimsOf('access', token, { tid: token.parentTokenId, gen: token.generation, jti: newJti(), iat, exp });
  const { credential } = signJwt('at+jwt', claims, keys);
  keys.signatures.remember(credential, signedClaims('access', claims));
  return credential;
}

/**
 * An API key, with the five claims that Labelbox's keys have, of which its clients read none. Its look-up key is the keyed digest of the
 * whole, so that every use also shows that the log recorded this very text.
 */
export function mintApiKey(
  { tokenId, userId, organizationId, issuedAt, expiresAt }: ApiKeySubject,
  keys: SigningKeys,
  digests: SecretDigests,
): { credential: string; signedInput: string; lookup: string } {
  const claims = { userId, organizationId, apiKeyId: tokenId, iat: secondsOf(issuedAt), exp: secondsOf(expiresAt) };
  const { credential, signedInput } = signJwt('key+jwt', claims, keys);
  return { credential, signedInput, lookup: digests.lookup(credential) };
}

/** How long the API key with this `header.payload` was to live when it was made, in seconds. */
export function validityOfApiKey(signedInput: string): number {
  const { iat, exp } = JSON.parse(Buffer.from(signedInput.slice(signedInput.indexOf('.') + 1), 'base64url').toString('utf8'));
  return exp - iat;
}

export interface ApiKeySubject {
  readonly tokenId: string;
  readonly userId: string;
  readonly organizationId: string;
  readonly issuedAt: Date;
  readonly expiresAt: Date;
}

/** Returns the claims of a credential that this installation signed; null for any other text. Time and revocation are not checked here. */
export function readSigned(credential: string, expected: Expected, keys: SigningKeys): SignedClaims | null {
  const known = keys.signatures.find(credential);
  if (known) return known;
  const jwt = verifyJwt(credential, keys);
  const signed = jwt && signedClaimsOf(jwt, expected);
  if (signed) keys.signatures.remember(credential, signed);
  return signed;
}

function signedClaimsOf(jwt: VerifiedJwt, expected: Expected): SignedClaims | null {
  const key = asApiKeyClaims(jwt);
  if (key) return signedClaims('api-key', key);
  const access = asAccessClaims(jwt, expected);
  const claims = access ?? asPersonalClaims(jwt, expected);
  return claims && signedClaims(access ? 'access' : 'personal', claims);
}

interface Expected {
  readonly issuer: string;
  readonly audience: string;
}

/** Returns the claims of a personal access token; null for a JWT of another type, issuer, audience or shape. */
export const asPersonalClaims = ({ type, claims }: VerifiedJwt, expected: Expected): TokenClaims | null =>
  type === 'pat+jwt' ? checked(claims, 'refresh', expected) : null;

/** Returns the claims of an access token; null for a JWT of another type, issuer, audience or shape. */
export const asAccessClaims = ({ type, claims }: VerifiedJwt, expected: Expected): TokenClaims | null =>
  type === 'at+jwt' ? checked(claims, 'access', expected) : null;

const apiKeyMembers = ['userId', 'organizationId', 'apiKeyId', 'iat', 'exp'];

/** Returns the claims of an API key, which has one generation; null for a JWT of another type or shape. */
export function asApiKeyClaims({ type, claims }: VerifiedJwt): TokenClaims | null {
  const { userId, organizationId, apiKeyId, iat, exp } = claims;
  if (type !== 'key+jwt' || !hasExactly(claims, apiKeyMembers)) return null;
  if (![userId, organizationId, apiKeyId].every((text) => typeof text === 'string' && text !== '')) return null;
  if (!isCount(iat) || !isCount(exp) || exp > expiryMaxSeconds) return null;
  return { tid: apiKeyId as string, gen: 1, sub: userId as string, iat, exp };
}

const hasExactly = (claims: Claims, names: readonly string[]) =>
  Object.keys(claims).length === names.length && names.every((name) => name in claims);

const signedClaims = (as: SignedClaims['as'], { tid, gen, sub, iat, exp }: TokenClaims): SignedClaims => ({
  as,
  tid,
  gen,
  sub,
  iat,
  exp: as === 'access' ? exp : null,
  isRecorded: false,
});

const secondsOf = (time: Date) => Math.floor(time.getTime() / 1000);

const members = ['token_type', 'iss', 'aud', 'sub', 'user_id', 'tid', 'gen', 'jti', 'iat', 'exp'];

/** The claims that differ between credentials of one user. */
type OwnClaims = Pick<SignedClaims, 'tid' | 'gen' | 'iat'> & { readonly jti: string; readonly exp: number };

function claimsOf(tokenType: 'refresh' | 'access', subject: Subject, { tid, gen, jti, iat, exp }: OwnClaims) {
  const { issuer, audience, userId, userNumber } = subject;
  return { token_type: tokenType, iss: issuer, aud: audience, sub: userId, user_id: String(userNumber), tid, gen, jti, iat, exp };
}

/**
 * Requires every claim, no others, and the exact type of each: a valid signature alone does not mean that the claims are the expected ones.
 */
function checked(claims: Claims, tokenType: string, { issuer, audience }: Expected): TokenClaims | null {
  const { token_type, iss, aud, sub, user_id, tid, gen, jti, iat, exp } = claims;
  if (!hasExactly(claims, members)) return null;
  if (token_type !== tokenType || iss !== issuer || aud !== audience) return null;
  if (![sub, user_id, tid, jti].every((text) => typeof text === 'string' && text !== '')) return null;
  if (!isCount(gen) || gen < 1 || !isCount(iat) || !isCount(exp) || exp > expiryMaxSeconds) return null;
  return { tid: tid as string, gen, sub: sub as string, iat, exp };
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
