import type { MembershipFacts } from '#domain/verdict';
import type { Position } from '#event-store/envelope';
import { PrincipalNumbers } from './principal-numbers.js';
import type { OrganizationRow, ServiceAccountRow, UserRow } from './principals.js';
import type { SnapshotReader, SnapshotWriter } from './snapshot-stream.js';

/** Everything that is known of people, service accounts and organizations. */
export class PrincipalTables {
  readonly users = new Map<string, UserRow>();
  readonly serviceAccounts = new Map<string, ServiceAccountRow>();
  readonly organizations = new Map<string, OrganizationRow>();
  readonly userIdByEmail = new Map<string, string>();
  readonly numbers = new PrincipalNumbers();
  /** Where the newest restore was declared: credentials from before are void. */
  restoredAt: Position | null = null;
  readonly #memberships = new Map<string, MembershipFacts>();

  membership(organizationId: string, userId: string): MembershipFacts | undefined {
    return this.#memberships.get(membershipKey(organizationId, userId));
  }

  addMembership(organizationId: string, userId: string, membership: MembershipFacts): void {
    this.#memberships.set(membershipKey(organizationId, userId), membership);
  }

  save(writer: SnapshotWriter): void {
    writer.writeRows(mapped(this.users.values(), packedUser));
    writer.writeRows(this.serviceAccounts.values());
    writer.writeRows(this.organizations.values());
    writer.writeRows(mapped(this.#memberships, ([key, { active, role }]) => [key, active, role]));
    writer.writeRows(this.userIdByEmail);
    writer.writeRows(this.numbers.entries());
    writer.writeValue(textOf(this.restoredAt));
  }

  /** Of an empty one. */
  load(reader: SnapshotReader): void {
    for (const packed of reader.readRows()) this.users.set(packed[0], unpackedUser(packed));
    for (const row of reader.readRows()) this.serviceAccounts.set(row.id, row);
    for (const row of reader.readRows()) this.organizations.set(row.id, row);
    for (const [key, active, role] of reader.readRows()) this.#memberships.set(key, { active, role });
    for (const [digest, userId] of reader.readRows()) this.userIdByEmail.set(digest, userId);
    for (const [number, id] of reader.readRows()) this.numbers.assign(id, number);
    this.restoredAt = positionOf(reader.readValue());
  }
}

const membershipKey = (organizationId: string, userId: string) => `${organizationId} ${userId}`;

type PackedUser = readonly [string, string, string, string | null, UserRow['status'], string | null, number | null];

const packedUser = ({ id, homeOrganizationId, emailDigest, passwordId, status, tokensRevokedBefore, number }: UserRow): PackedUser => [
  id,
  homeOrganizationId,
  emailDigest,
  passwordId,
  status,
  textOf(tokensRevokedBefore),
  number,
];

function unpackedUser([id, homeOrganizationId, emailDigest, passwordId, status, revokedBefore, number]: PackedUser): UserRow {
  return { id, homeOrganizationId, emailDigest, passwordId, status, tokensRevokedBefore: positionOf(revokedBefore), number };
}

/** JSON has no whole numbers of any size. */
const textOf = (position: Position | null) => (position === null ? null : String(position));
const positionOf = (text: string | null) => (text === null ? null : BigInt(text));

function* mapped<T, U>(values: Iterable<T>, of: (value: T) => U): Generator<U> {
  for (const value of values) yield of(value);
}
