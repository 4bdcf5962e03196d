import { Refusal } from './refusal.js';

/** `typeEnabled` and `latestExpiry` are the organization's word; `latestExpiry` is null where nothing caps the lifetime. */
export type Terms = { at: string; expiresAt: string | null; latestExpiry: string | null; typeEnabled: boolean };

/** The SDK parses an expiry with a date type that ends here. */
export const expiryMax = '9999-12-31T23:59:59.000Z';

/** For so long after its password was checked a session may do what grants rights. */
export const confirmationSeconds = 15 * 60;

/**
 * Whether a generation may begin now and end then. ISO-8601 UTC texts of one length sort as the moments they name.
 *
 * @throws Refusal token/type-disabled, token/expiry-invalid or token/outlives-cap
 */
export function checkTerms(kind: string, { at, expiresAt, latestExpiry, typeEnabled }: Terms): void {
  if (!typeEnabled) throw new Refusal('token/type-disabled');
  // A link that works for ever would outlive every reason for which it was made.
  if (kind === 'password-reset' && expiresAt === null) throw new Refusal('token/expiry-invalid');
  if (expiresAt !== null && (expiresAt <= at || expiresAt > expiryMax)) throw new Refusal('token/expiry-invalid');
  if (latestExpiry !== null && (expiresAt === null || expiresAt > latestExpiry)) throw new Refusal('token/outlives-cap');
}

interface Owned {
  readonly kind: string;
  readonly ownerKind: string;
  readonly ownerId: string;
}

/**
 * Kind and owner are settled by the first event of a stream. A command that names others has come to a stream that is not its own,
 * and what it puts there would be judged as the kind, and for the owner, that the stream says.
 *
 * @throws Refusal token/id-taken
 */
export function requireSameOwner(state: Owned, command: Owned): void {
  const isSame = state.kind === command.kind && state.ownerKind === command.ownerKind && state.ownerId === command.ownerId;
  if (!isSame) throw new Refusal('token/id-taken');
}

/**
 * Anyone who only holds a credential gets no longer life out of it, in however many steps. Null is no end.
 *
 * @throws Refusal token/outlives-predecessor
 */
export function requireNoLongerLife(expiresAt: string | null, predecessorExpiresAt: string | null): void {
  if (predecessorExpiresAt === null) return;
  if (expiresAt === null || expiresAt > predecessorExpiresAt) throw new Refusal('token/outlives-predecessor');
}
