/** Decisions that only record something about a token; they do not change its validity. */
export type RecordEvent =
  /** The token's expiry has passed. This is only a record: a verdict compares the expiry with the clock. */
  | { type: 'TokenExpired'; lookup: string; expiresAt: string }
  /**
   * The credential of an earlier `generation` of a personal token was presented, so two parties hold what only one should. Recorded once
   * for each generation.
   */
  | { type: 'SupersededTokenPresented'; generation: number; ownerId: string };

export type RecordCommand = { type: 'RecordExpiry'; at: string } | { type: 'RecordSuperseded'; generation: number };

interface Recorded {
  readonly kind: string;
  readonly ownerId: string;
  readonly status: 'active' | 'revoked';
  readonly lookup: string;
  readonly generation: number;
  readonly expiresAt: string | null;
  readonly isExpiryRecorded: boolean;
  readonly supersededPresented: readonly number[];
}

/** ISO-8601 UTC texts of one length sort as the moments they name. */
export const isExpired = ({ expiresAt }: Pick<Recorded, 'expiresAt'>, at: string) => expiresAt !== null && expiresAt <= at;

/** Returns `TokenExpired` once the token is over at `at` (ISO-8601 UTC) and not revoked; none before, and none again. */
export function recordExpiry(state: Recorded, at: string) {
  const { lookup, expiresAt, isExpiryRecorded, status } = state;
  if (status === 'revoked' || isExpiryRecorded || expiresAt === null || !isExpired(state, at)) return [];
  return [{ type: 'TokenExpired', lookup, expiresAt } as const];
}

/** Recorded once for each generation, however often its credential is presented. */
export function recordSuperseded({ kind, ownerId, generation: newest, supersededPresented }: Recorded, generation: number) {
  if (kind !== 'personal' || generation < 1 || generation >= newest || supersededPresented.includes(generation)) return [];
  return [{ type: 'SupersededTokenPresented', generation, ownerId } as const];
}
