import type { Kind } from './token.js';

/**
 * What ended everything that a person had signed in with: a new password, or a disabling. One mark at the person, so that it works at
 * once for any number of sessions and reset links. Places in the log are only compared.
 */
export interface SignInsEnded {
  /** What was issued before this place in the log is over. */
  readonly before: bigint;
  /** The session that asked for its person's new password, which goes on; null where none is spared. */
  readonly sparedTokenId: string | null;
  /** The spared one must be from here on, or an earlier mark has ended it; null where there was none that did not spare it. */
  readonly sparedSince: bigint | null;
}

interface SignIn {
  readonly kind: Kind;
  readonly id: string;
  readonly order: bigint | number;
}

/** The mark of a person after sign-ins ended at the place `before` in the log. What an `earlier` one ended stays over. */
export function signInsEndedAt(earlier: SignInsEnded | null, before: bigint, sparedTokenId: string | null): SignInsEnded {
  if (earlier === null || sparedTokenId === null) return { before, sparedTokenId, sparedSince: null };
  const wasSpared = earlier.sparedTokenId === sparedTokenId;
  return { before, sparedTokenId, sparedSince: wasSpared ? earlier.sparedSince : earlier.before };
}

/** Whether the mark has ended this token. Tokens for programs outlive it: a person who is enabled again finds them working. */
export function isSignInEnded(mark: SignInsEnded, { kind, id, order }: SignIn): boolean {
  if ((kind !== 'session' && kind !== 'password-reset') || order >= mark.before) return false;
  const isSpared = kind === 'session' && id === mark.sparedTokenId && order >= (mark.sparedSince ?? 0n);
  return !isSpared;
}
