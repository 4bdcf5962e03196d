import type { Texts } from '#domain/organization';
import type { Settings } from '#domain/organization.settings';
import type { Role } from '#domain/role';
import type { Scope } from '#domain/service-account';
import type { SignInsEnded } from '#domain/sign-ins-ended';
import type { MembershipFacts } from '#domain/verdict.facts';
import type { Position } from '#event-store/envelope';

// A row stays the same object for its whole life, so a reference to it always shows the current state.

export interface UserRow {
  readonly id: string;
  readonly homeOrganizationId: string;
  readonly emailDigest: string;
  readonly passwordId: string | null;
  /** Somebody else chose the password, so a session with it may only be used to choose another. */
  readonly mustChangePassword: boolean;
  readonly status: 'enabled' | 'disabled' | 'erased';
  readonly tokensRevokedBefore: Position | null;
  /** Replaced by another object at each ending; null before the first. */
  readonly signInsEnded: SignInsEnded | null;
  /** The number of the compatible surfaces; null until `EmailClaimed` decides that the user exists. */
  readonly number: number | null;
}

export interface ServiceAccountRow extends Scope {
  readonly id: string;
  readonly organizationId: string;
  readonly role: Role;
  readonly tokenId: string;
  readonly status: 'leaf' | 'admitted' | 'released';
  readonly number: number | null;
}

export interface OrganizationRow extends Texts {
  readonly id: string;
  readonly number: number;
  readonly createdAt: string;
  readonly settings: Settings;
  readonly owners: Readonly<Record<string, 'active' | 'suspended'>>;
}

/** The rows behind an owner within one organization; a row is undefined while the log does not contain it. */
export interface OwnerRows {
  readonly ownerId: string;
  readonly organizationId: string;
  readonly user: UserRow | undefined;
  readonly serviceAccount: ServiceAccountRow | undefined;
  readonly membership: MembershipFacts | undefined;
  readonly organization: OrganizationRow | undefined;
}
