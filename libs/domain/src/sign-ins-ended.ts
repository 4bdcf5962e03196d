import type { Kind } from './token.js';

/**
 * The last event that ended all sign-ins of a person: a new password, or a disabling. One mark per person covers any number of sessions and
 * reset links at once. Positions are only compared.
 */
export interface SignInsEnded {
  /** Sessions and reset links issued before this position have ended. */
  readonly before: bigint;
  /** The session that requested its person's new password, and which goes on; null when no session is spared. */
  readonly sparedTokenId: string | null;
  /**
   * The spared session must have begun at or after this position, otherwise an earlier ending has ended it; null when every earlier ending
   * spared it too.
   */
  readonly sparedSince: bigint | null;
}

interface SignIn {
  readonly kind: Kind;
  readonly id: string;
  readonly order: bigint | number;
}

/** Returns the person's mark after sign-ins ended at position `before`. What an `earlier` mark ended stays ended. */
export function signInsEndedAt(earlier: SignInsEnded | null, before: bigint, sparedTokenId: string | null): SignInsEnded {
  if (earlier === null || sparedTokenId === null) return { before, sparedTokenId, sparedSince: null };
  const wasSpared = earlier.sparedTokenId === sparedTokenId;
  return { before, sparedTokenId, sparedSince: wasSpared ? earlier.sparedSince : earlier.before };
}

/**
 * Whether the mark has ended this token. It ends sessions and reset links alone: tokens for programs work again once the person is enabled.
 */
export function isSignInEnded(mark: SignInsEnded, { kind, id, order }: SignIn): boolean {
  if ((kind !== 'session' && kind !== 'password-reset') || order >= mark.before) return false;
  const isSpared = kind === 'session' && id === mark.sparedTokenId && order >= (mark.sparedSince ?? 0n);
  return !isSpared;
}
