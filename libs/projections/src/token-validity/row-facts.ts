import type { Kind } from '#domain/token';
import type { Position } from '#event-store/envelope';

/** By the number that a row has of each. */
export const kinds: readonly Kind[] = ['personal', 'legacy', 'service-account', 'session', 'password-reset', 'api-key'];

/** Whether a row has a number for this kind of token. */
export const isKnownKind = (kind: string): kind is Kind => kinds.includes(kind as Kind);

/** The largest value that fits a row. */
export const secondsMax = 2 ** 38 - 1;
const orderMax = 2n ** 44n - 1n;
const generationMax = 511;

/** The facts of a token that change during its life. */
export interface RowFacts {
  readonly kind: Kind;
  readonly revoked: boolean;
  readonly generation: number;
  readonly expiresAtMs: number | null;
  /** A position, as `orderOf` returns it. */
  readonly order: bigint | number;
  readonly lastSeenMs: number | null;
  readonly confirmedAtMs: number | null;
  /** Until when the previous generation's credential is valid beside the newest one; null when it is not. */
  readonly overlapEndsAtMs: number | null;
}

/** Returns a position as a number when a row has room for it, since numbers are faster to compare. */
export const orderOf = (position: Position): bigint | number => (position >= 0n && position <= orderMax ? Number(position) : position);

/** Whether all other facts fit into a row. */
export function fits({ kind, generation, expiresAtMs, lastSeenMs, confirmedAtMs, overlapEndsAtMs }: RowFacts): boolean {
  if (kind === 'session' || lastSeenMs !== null || confirmedAtMs !== null || overlapEndsAtMs !== null) return false;
  if (!Number.isInteger(generation) || generation < 0 || generation > generationMax) return false;
  return expiresAtMs === null || (expiresAtMs % 1000 === 0 && expiresAtMs >= 0 && expiresAtMs < secondsMax * 1000);
}
