import type { Settings } from '#domain/organization.settings';
import type { Role } from '#domain/role';
import type { Scope } from '#domain/service-account';
import type { Position } from '#event-store/envelope';

export interface UserRow {
  readonly id: string;
  readonly homeOrganizationId: string;
  readonly emailDigest: string;
  readonly passwordId: string | null;
  readonly status: 'enabled' | 'disabled' | 'erased';
  readonly tokensRevokedBefore: Position | null;
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

export interface OrganizationRow {
  readonly id: string;
  readonly number: number;
  readonly name: string;
  readonly createdAt: string;
  readonly settings: Settings;
  readonly owners: Readonly<Record<string, 'active' | 'suspended'>>;
}
