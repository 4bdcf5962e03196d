import { Refusal } from './refusal.js';
import { type Overlap, overlapOf } from './token.overlap.js';
import { isExpired } from './token.records.js';

/** `typeEnabled` and `latestExpiry` come from the organization; `latestExpiry` is null when no setting limits the lifetime. */
export type Terms = { at: string; expiresAt: string | null; latestExpiry: string | null; typeEnabled: boolean };

/** The latest date that the SDK's date type can hold. */
export const expiryMax = '9999-12-31T23:59:59.000Z';

/** How long after its password check a session counts as recently authenticated. */
export const confirmationSeconds = 15 * 60;

/**
 * Checks that a generation may begin now and may have this expiry. ISO-8601 UTC texts of one length sort as the moments they name.
 *
 * @throws Refusal token/type-disabled, token/expiry-invalid or token/outlives-cap
 */
export function checkTerms(kind: string, { at, expiresAt, latestExpiry, typeEnabled }: Terms): void {
  if (!typeEnabled) throw new Refusal('token/type-disabled');
  // A reset link without an expiry would outlive the reason for which it was made.
  if (kind === 'password-reset' && expiresAt === null) throw new Refusal('token/expiry-invalid');
  if (expiresAt !== null && (expiresAt <= at || expiresAt > expiryMax)) throw new Refusal('token/expiry-invalid');
  if (latestExpiry !== null && (expiresAt === null || expiresAt > latestExpiry)) throw outlivesCap(latestExpiry);
}

/** The refusal of an expiry, which names the latest one that would be taken: ISO-8601 UTC. */
export const outlivesCap = (latestExpiry: string) =>
  new Refusal('token/outlives-cap', { expiresAt: [`must not be later than ${latestExpiry}`] });

interface Owned {
  readonly kind: string;
  readonly ownerKind: string;
  readonly ownerId: string;
}

/**
 * The first event of a stream settles kind and owner. A command with another kind or owner was sent to the wrong stream, and what it
 * appended would be judged as the stream's kind and for the stream's owner.
 *
 * @throws Refusal token/id-taken
 */
export function requireSameOwner(state: Owned, command: Owned): void {
  const isSame = state.kind === command.kind && state.ownerKind === command.ownerKind && state.ownerId === command.ownerId;
  if (!isSame) throw new Refusal('token/id-taken');
}

const replaceable: Readonly<Record<string, string>> = { legacy: 'renewed', 'service-account': 'reset' };

/**
 * Legacy tokens are renewed and those of service accounts are reset. Everything else ends for ever, or has one generation only.
 *
 * @throws Refusal token/not-rotatable
 */
export function requireReplaceable({ kind, cause }: { readonly kind: string; readonly cause: 'renewed' | 'reset' }): void {
  if (replaceable[kind] !== cause) throw new Refusal('token/not-rotatable');
}

/**
 * A caller who only holds a credential cannot extend its lifetime, in however many steps. Null means no expiry.
 *
 * @throws Refusal token/outlives-predecessor
 */
export function requireNoLongerLife(expiresAt: string | null, predecessorExpiresAt: string | null): void {
  if (predecessorExpiresAt === null) return;
  if (expiresAt === null || expiresAt > predecessorExpiresAt) throw new Refusal('token/outlives-predecessor');
}

/** What a decision about the next generation looks at. */
interface Newest {
  readonly kind: string;
  readonly status: 'active' | 'revoked';
  readonly generation: number;
  readonly lookup: string;
  readonly expiresAt: string | null;
}

type Replacement<Kept> = { readonly lookup: string; readonly kept: Kept } & Terms & Overlap;

/** `fromGeneration` is the generation of the credential that was presented; `mayOutlive` says whether the next one may expire later. */
export type Rotation<Kept> = { readonly fromGeneration: number; readonly mayOutlive: boolean } & Replacement<Kept>;

/** @throws Refusal token/not-rotatable, /revoked, /superseded or /expired, or what the terms refuse */
export function rotate<Kept>(state: Newest, rotation: Rotation<Kept>) {
  const { fromGeneration, mayOutlive, expiresAt, at } = rotation;
  if (state.kind !== 'personal') throw new Refusal('token/not-rotatable');
  if (state.status === 'revoked') throw new Refusal('token/revoked');
  if (state.generation !== fromGeneration) throw new Refusal('token/superseded');
  if (isExpired(state, at)) throw new Refusal('token/expired');
  if (!mayOutlive) requireNoLongerLife(expiresAt, state.expiresAt);
  checkTerms(state.kind, rotation);
  return [{ type: 'TokenRotated', cause: 'rotated', ...next(state, rotation) } as const];
}

/** The generation after the newest, and until when that one stays good beside it. */
export function next<Kept>(state: Newest, replacement: Replacement<Kept>) {
  const { lookup, expiresAt, kept } = replacement;
  const generation = { generation: state.generation + 1, previousLookup: state.lookup, lookup, expiresAt, kept };
  return { ...generation, ...overlapOf(state, [state.expiresAt, expiresAt], replacement) };
}
