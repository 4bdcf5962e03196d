import type { Settings } from './organization.settings.js';
import { effectiveRole, type Role } from './role.js';
import { isSignInEnded } from './sign-ins-ended.js';
import type { Kind } from './token.js';
import type { MembershipFacts, OwnerFacts, PreviousFacts, TokenFacts } from './verdict.facts.js';

/**
 * Every reason to refuse, in the order of the checks; the first that applies is the answer. Those that are for ever come before those that
 * may be undone, so that no list promises that a token may come back which cannot.
 */
export const reasons = [
  /** No token has this look-up key, or the event that decides that the token exists never happened. */
  'unknown',
  /** The credential is of an older generation: it was rotated, renewed or reset away, and no overlap keeps it good. */
  'superseded',
  /** This generation was revoked. */
  'revoked',
  /** A session or a reset link that began before the person set a new password or was disabled. */
  'sign-ins-ended',
  /** Its expiry has passed, or, for a session, its idle limit. */
  'expired',
  /** It was issued with the owner's legacy token, which was renewed or revoked since. */
  'legacy-token-ended',
  /** The key that signed the credential was retired. */
  'signing-key-retired',
  /** All credentials of the person issued until a certain moment were revoked. */
  'owner-tokens-revoked',
  /** The person who owns it was erased. */
  'owner-erased',
  /** The service account was deleted. */
  'owner-deleted',
  /** The person who owns it is disabled. */
  'owner-disabled',
  /** The person is not an active member of the organization at this moment. */
  'membership-inactive',
  /** Either the API key or the person is an auditor, and the other is not. */
  'role-mismatch',
  /** The organization has switched this type of token off. */
  'type-disabled',
  /** This kind of credential is not accepted under this scheme. */
  'scheme-mismatch',
  /** The API key is good from certain network addresses, and this is none of them. */
  'address-not-allowed',
] as const;

export type Reason = (typeof reasons)[number];

export type Verdict = { readonly active: true; readonly role: Role } | { readonly active: false; readonly reason: Reason };

/** How a token itself stands. A suspension ends when its cause does; an expiry and a revocation are for ever. */
export type Standing = 'active' | 'suspended' | 'expired' | 'revoked' | 'unknown';

/**
 * The standing that each reason gives a token. Code that shows, ends or counts tokens reads this table instead of comparing single reasons.
 */
export const standings: Readonly<Record<Reason, Standing>> = {
  unknown: 'unknown',
  superseded: 'revoked',
  revoked: 'revoked',
  'sign-ins-ended': 'revoked',
  expired: 'expired',
  'legacy-token-ended': 'revoked',
  'signing-key-retired': 'revoked',
  'owner-tokens-revoked': 'revoked',
  'owner-erased': 'revoked',
  'owner-deleted': 'revoked',
  'owner-disabled': 'suspended',
  'membership-inactive': 'suspended',
  'role-mismatch': 'suspended',
  'type-disabled': 'suspended',
  // All checks of the token itself passed before these two: it is active, and only the request was wrong.
  'scheme-mismatch': 'active',
  'address-not-allowed': 'active',
};

/** How the token itself stands, by the reason of the verdict. */
export const standingOf = (verdict: Verdict): Standing => (verdict.active ? 'active' : standings[verdict.reason]);

/** Whether the token is valid, or may become so again. */
export const isLive = (verdict: Verdict): boolean => ['active', 'suspended'].includes(standingOf(verdict));

/** How a credential was presented: `body` is a proof of possession in a request body, `cookie` a browser's session. */
export type Scheme = HeaderScheme | 'body';
export type HeaderScheme = 'bearer' | 'token' | 'cookie';

export interface Presented {
  readonly scheme: Scheme;
  /** An access token stands for the personal access token it was made from. */
  readonly as: Kind | 'access';
  readonly generation: number;
  /** Access tokens only: their own expiry, which applies whatever becomes of their parent. */
  readonly accessEndsAtMs: number | null;
  /** Says where the request came from; absent where nobody knows. It is asked only for credentials that are not good from everywhere. */
  readonly address?: () => string | null;
}

/** The schemes under which each kind of credential may be presented; the first is the usual one. */
export const schemesOf: Record<Presented['as'], readonly Scheme[]> = {
  access: ['bearer'],
  personal: ['body'],
  legacy: ['token', 'body'],
  'service-account': ['token', 'bearer'],
  session: ['cookie'],
  'password-reset': ['body'],
  'api-key': ['bearer'],
};

export interface Limits {
  readonly sessionIdleSeconds: number;
}

/**
 * Judges a credential at this moment on the whole chain of facts that it depends on. Pure and complete: no cache, queue or worker takes
 * part in a refusal. `undefined` stands for a fact that the log does not (yet) contain.
 */
export function judge(
  token: TokenFacts | undefined,
  owner: OwnerFacts | undefined,
  membership: MembershipFacts | undefined,
  settings: Settings | undefined,
  presented: Presented,
  limits: Limits,
  nowMs: number,
): Verdict {
  if (!token || !owner || !settings || !isSameKind(token, presented)) return refused('unknown');
  // Looked at only where it matters: nearly always the credential is of the newest generation.
  const previous = presented.generation === token.generation ? null : token.previous;
  if (presented.generation !== token.generation && !isStillGood(previous, presented, nowMs)) return refused('superseded');
  if (token.revoked) return refused('revoked');
  if (owner.signInsEnded !== null && isSignInEnded(owner.signInsEnded, token)) return refused('sign-ins-ended');
  if (isOver(token, presented, limits, nowMs)) return refused('expired');
  if (hasLegacyTokenEnded(token, token) || (previous && hasLegacyTokenEnded(token, previous))) return refused('legacy-token-ended');
  if (token.signingKeyRetired || previous?.signingKeyRetired) return refused('signing-key-retired');
  if (owner.tokensRevokedBefore !== null && token.order < owner.tokensRevokedBefore) return refused('owner-tokens-revoked');
  if (owner.status !== 'enabled') return refused(`owner-${owner.status}`);
  if (!membership?.active) return refused('membership-inactive');
  const role = effectiveRole(token.role, membership.role);
  if (role === null) return refused('role-mismatch');
  if (!isTypeEnabled(token.kind, settings)) return refused('type-disabled');
  if (!schemesOf[presented.as].includes(presented.scheme)) return refused('scheme-mismatch');
  if (token.allowedAddresses !== null && !token.allowedAddresses.allows(presented.address?.() ?? null))
    return refused('address-not-allowed');
  return { active: true, role };
}

const refused = (reason: Reason): Verdict => ({ active: false, reason });

const isSameKind = (token: TokenFacts, { as }: Presented) => token.kind === (as === 'access' ? 'personal' : as);

function isStillGood(previous: PreviousFacts | null, { generation }: Presented, nowMs: number): boolean {
  return previous !== null && previous.generation === generation && nowMs < previous.endsAtMs;
}

const hasLegacyTokenEnded = ({ order }: TokenFacts, { legacyTokenEndedAt }: Pick<TokenFacts, 'legacyTokenEndedAt'>): boolean =>
  legacyTokenEndedAt !== null && order < legacyTokenEndedAt;

function isOver(token: TokenFacts, { accessEndsAtMs }: Presented, { sessionIdleSeconds }: Limits, nowMs: number): boolean {
  if (token.expiresAtMs !== null && token.expiresAtMs <= nowMs) return true;
  if (accessEndsAtMs !== null && accessEndsAtMs <= nowMs) return true;
  return token.lastSeenMs !== null && token.lastSeenMs + sessionIdleSeconds * 1000 <= nowMs;
}

/** Whether the organization accepts tokens of this kind; only personal and legacy ones can be switched off. */
export function isTypeEnabled(kind: Kind, settings: Settings): boolean {
  if (kind === 'personal') return settings.personalAccessTokensEnabled;
  if (kind === 'legacy') return settings.legacyTokensEnabled;
  return true;
}
