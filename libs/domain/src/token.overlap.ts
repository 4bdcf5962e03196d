import { Refusal } from './refusal.js';
import type { RevokedBy } from './token.revocation.js';

/** Seven days: long enough to bring a new credential everywhere, too short to forget the old one. */
export const overlapSecondsMax = 604_800;

/** What a rotation or a reset wishes for the credential that it replaces. Without it, that one ends at once. */
export interface Overlap {
  /** Until then the replaced credential may stay good, seven days at most; ISO-8601 UTC. */
  readonly overlapEndsAt?: string;
  /** Whether the first accepted use of the new credential ends the replaced one earlier. */
  readonly endsOnFirstUse?: boolean;
}

/** How a rotation that overlaps is recorded: until when, and whether no longer than to the first use of the new credential. */
export interface Overlapping {
  readonly previousEndsAt?: string;
  readonly previousEndsOnFirstUse?: true;
}

/** The one generation before the newest, while it is good beside it. Times are ISO-8601 UTC. */
export interface PreviousGeneration<Kept> {
  readonly generation: number;
  readonly lookup: string;
  readonly kept: Kept;
  readonly endsAt: string;
  readonly endsOnFirstUse: boolean;
}

interface Replaced {
  readonly kind: string;
  readonly status: 'active' | 'revoked';
}

const overlappingKinds: readonly string[] = ['personal', 'service-account'];

/**
 * Until when the generation that is replaced stays good, from `at` on: no longer than the `ends` that it and its successor have, null being
 * none. What was revoked or has expired stays over. All times are ISO-8601 UTC.
 *
 * @throws Refusal request/invalid for another kind of token, or a time that is too long
 */
export function overlapOf(
  { kind, status }: Replaced,
  ends: readonly (string | null)[],
  { at, overlapEndsAt, endsOnFirstUse = false }: Overlap & { readonly at: string },
): Overlapping {
  if (overlapEndsAt === undefined) return {};
  const isPossible = Date.parse(overlapEndsAt) - Date.parse(at) <= overlapSecondsMax * 1000;
  if (!isPossible || !overlappingKinds.includes(kind)) throw new Refusal('request/invalid');
  const previousEndsAt = ends.reduce<string>((earliest, end) => (end !== null && end < earliest ? end : earliest), overlapEndsAt);
  if (status === 'revoked' || previousEndsAt <= at) return {};
  return { previousEndsAt, ...(endsOnFirstUse && { previousEndsOnFirstUse: true as const }) };
}

interface Replacing<Kept> {
  readonly generation: number;
  readonly lookup: string;
  readonly kept: Kept;
}

/** The generation that was replaced, if the rotation left it good for a while. */
export function previousAfter<Kept>(
  { generation, lookup, kept }: Replacing<Kept>,
  { previousEndsAt, previousEndsOnFirstUse }: Overlapping,
): PreviousGeneration<Kept> | null {
  if (previousEndsAt === undefined) return null;
  return { generation, lookup, kept, endsAt: previousEndsAt, endsOnFirstUse: previousEndsOnFirstUse === true };
}

/** `newest-used` is what the server notices on its own. */
export type PreviousEndReason = 'newest-used' | 'revoked';

export type OverlapEvent =
  /** The generation before the newest ended ahead of the time that its rotation named: by itself, or since the newest was used. */
  { type: 'PreviousGenerationEnded'; lookup: string; generation: number; ownerId: string; reason: PreviousEndReason; by: RevokedBy };

export type OverlapCommand = { type: 'EndPreviousGeneration' } & Ending;

interface Ending {
  readonly generation: number;
  readonly at: string;
  readonly reason: PreviousEndReason;
  readonly by: RevokedBy;
}

interface Overlapped {
  readonly ownerId: string;
  readonly generation: number;
  readonly previous: PreviousGeneration<unknown> | null;
}

/**
 * Ends a generation before the newest. One that is over already needs no end.
 *
 * @throws Refusal token/generation-not-found for one that never was; token/newest-generation, which ends with its token alone
 */
export function endPrevious({ ownerId, generation: newest, previous }: Overlapped, { generation, at, reason, by }: Ending) {
  if (generation < 1 || generation > newest) throw new Refusal('token/generation-not-found');
  if (generation === newest) throw new Refusal('token/newest-generation');
  if (previous?.generation !== generation || previous.endsAt <= at) return [];
  if (reason === 'newest-used' && !previous.endsOnFirstUse) return [];
  return [{ type: 'PreviousGenerationEnded', lookup: previous.lookup, generation, ownerId, reason, by } as const];
}
