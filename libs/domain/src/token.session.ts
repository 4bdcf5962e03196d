import { Refusal } from './refusal.js';

/** The part of a token's events that only concerns sessions. */
export type SessionEvent =
  /** The password was checked again within a session: for 15 minutes it may do what gives rights. */
  | { type: 'SessionConfirmed'; lookup: string; confirmedAt: string }
  /** The session was in use; written at most once per tenth of the idle limit. */
  | { type: 'SessionSeen'; lookup: string; seenAt: string };

export type SessionCommand<Kept> =
  /** Also replaces the session's secret. `fromGeneration` is the generation of the credential that was presented. */
  | { type: 'ConfirmSession'; at: string; fromGeneration: number; lookup: string; kept: Kept }
  | { type: 'SeeSession'; at: string; seenEverySeconds: number };

/** The part of a session's state that decisions about it read. Times are ISO-8601 UTC. */
interface Session {
  readonly kind: string;
  readonly status: 'active' | 'revoked';
  readonly generation: number;
  readonly lookup: string;
  readonly expiresAt: string | null;
  readonly confirmedAt: string | null;
  readonly seenAt: string | null;
}

/** The new secret; `fromGeneration` is the generation of the credential that was presented. */
interface Confirmation<Kept> {
  readonly at: string;
  readonly fromGeneration: number;
  readonly lookup: string;
  readonly kept: Kept;
}

/**
 * @throws Refusal session/not-found when the token is not an active session; credential/invalid after its end, or when an older secret was
 * presented
 */
export function confirm<Kept>(state: Session, { at, fromGeneration, lookup, kept }: Confirmation<Kept>) {
  if (state.kind !== 'session' || state.status === 'revoked') throw new Refusal('session/not-found');
  if (state.lookup === lookup) return [];
  const isOver = state.expiresAt !== null && state.expiresAt <= at;
  if (state.generation !== fromGeneration || isOver) throw new Refusal('credential/invalid');
  const generation = { generation: state.generation + 1, lookup, expiresAt: state.expiresAt, kept };
  const rotated = { type: 'TokenRotated', cause: 'rotated', kind: 'session', previousLookup: state.lookup, ...generation } as const;
  if (state.confirmedAt !== null && state.confirmedAt >= at) return [rotated];
  return [{ type: 'SessionConfirmed', lookup: state.lookup, confirmedAt: at } as const, rotated];
}

/** Returns `SessionSeen` unless the session was seen less than `seenEverySeconds` before `at` (ISO-8601 UTC), or is revoked. */
export function see(state: Session, { at, seenEverySeconds }: { readonly at: string; readonly seenEverySeconds: number }) {
  if (state.kind !== 'session' || state.status === 'revoked') return [];
  const due = state.seenAt === null ? state.seenAt : Date.parse(state.seenAt) + seenEverySeconds * 1000;
  return due !== null && Date.parse(at) < due ? [] : [{ type: 'SessionSeen', lookup: state.lookup, seenAt: at } as const];
}
