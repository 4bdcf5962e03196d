import type { Role } from './role.js';
import type { SignInsEnded } from './sign-ins-ended.js';
import type { Kind, OwnerKind } from './token.js';

/** The generation before the newest, while an overlap keeps it good beside that one. */
export interface PreviousFacts {
  readonly generation: number;
  readonly endsAtMs: number;
  /** Whether the first use of the newest one ends it earlier. */
  readonly endsOnFirstUse: boolean;
  /** As in `TokenFacts`, of this generation: a rotation may have set free only what came after. */
  readonly legacyTokenEndedAt: bigint | null;
  readonly signingKeyRetired: boolean;
}

/** The addresses and networks from which a credential is good. */
export interface AllowedAddresses {
  /** Whether this address is one of them; null is an address that nobody knows. */
  allows(address: string | null): boolean;
}

/** The facts of one token, from its stream. `order` is only compared: a smaller one was issued earlier in the log. */
export interface TokenFacts {
  readonly id: string;
  readonly kind: Kind;
  readonly ownerKind: OwnerKind;
  readonly generation: number;
  readonly revoked: boolean;
  readonly expiresAtMs: number | null;
  readonly order: bigint | number;
  /** Where the legacy token that it was issued with was last renewed or revoked; null before that, and for all others. */
  readonly legacyTokenEndedAt: bigint | null;
  /** Whether the key that signed the credential of this generation was retired. */
  readonly signingKeyRetired: boolean;
  /** API keys only: the role that was chosen for the key. The others act in their owner's. */
  readonly role: Role | null;
  /** API keys only: from where it is good; null from everywhere. */
  readonly allowedAddresses: AllowedAddresses | null;
  /** Sessions only. */
  readonly lastSeenMs: number | null;
  /** Null where the newest generation is the only good one. */
  readonly previous: PreviousFacts | null;
}

export interface OwnerFacts {
  readonly status: 'enabled' | 'disabled' | 'erased' | 'deleted';
  /** Tokens issued before this position are revoked; null when there is no such position. */
  readonly tokensRevokedBefore: bigint | null;
  /** The event that last ended the person's sessions and reset links; null when there is none. */
  readonly signInsEnded: SignInsEnded | null;
}

/** The owner's membership in the organization that the credential acts in. */
export interface MembershipFacts {
  readonly active: boolean;
  readonly role: Role;
}
