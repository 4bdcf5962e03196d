import type { SignInsEnded } from '#domain/sign-ins-ended';
import type { MembershipFacts } from '#domain/verdict.facts';
import type { Position } from '#event-store/envelope';
import { flattenedString } from './flattened-string.js';
import { PrincipalNumbers } from './principal-numbers.js';
import type { OrganizationRow, ServiceAccountRow, UserRow } from './principals.js';
import type { SnapshotReader, SnapshotWriter } from './snapshot/snapshot-stream.js';

/** The tables of people, service accounts and organizations. */
export class PrincipalTables {
  readonly users = new Map<string, UserRow>();
  readonly serviceAccounts = new Map<string, ServiceAccountRow>();
  readonly organizations = new Map<string, OrganizationRow>();
  readonly numbers = new PrincipalNumbers();
  /** The position of the newest restore: credentials issued before it are void. */
  restoredAt: Position | null = null;
  readonly #userIdByEmail = new Map<string, string>();
  /** The outer key is the organization, the inner one the user: a combined key would be one more string for each membership. */
  readonly #memberships = new Map<string, Map<string, MembershipFacts>>();

  /** Returns the string of the id that a row already holds: each copy is one more object that every garbage collection visits. */
  sharedId(id: string): string {
    const row = this.organizations.get(id) ?? this.users.get(id) ?? this.serviceAccounts.get(id);
    return row?.id ?? flattenedString(id);
  }

  membership(organizationId: string, userId: string): MembershipFacts | undefined {
    return this.#memberships.get(organizationId)?.get(userId);
  }

  userOfEmail(emailDigest: string): UserRow | undefined {
    return this.users.get(this.#userIdByEmail.get(emailDigest) ?? '');
  }

  // Every row is created here, property by property, so that all rows of a kind share one hidden class and none keeps its source object
  // alive. The row's own id must be a flattened string.

  addUser(user: UserRow): void {
    const { id, homeOrganizationId, emailDigest, passwordId, mustChangePassword, status } = user;
    const { tokensRevokedBefore, signInsEnded, number } = user;
    const home = this.sharedId(homeOrganizationId);
    const known = { emailDigest, passwordId, mustChangePassword, status, tokensRevokedBefore, signInsEnded, number };
    this.users.set(id, { id, homeOrganizationId: home, ...known });
  }

  addServiceAccount({ id, organizationId, role, tokenId, workspaceIds, projectIds, status, number }: ServiceAccountRow): void {
    this.serviceAccounts.set(id, {
      id,
      organizationId: this.sharedId(organizationId),
      role,
      tokenId,
      workspaceIds: someOf(workspaceIds),
      projectIds: someOf(projectIds),
      status,
      number,
    });
  }

  addOrganization(row: OrganizationRow): void {
    this.organizations.set(row.id, row);
  }

  addMembership(organizationId: string, userId: string, { active, role }: MembershipFacts): void {
    let ofOrganization = this.#memberships.get(organizationId);
    if (!ofOrganization) {
      ofOrganization = new Map();
      this.#memberships.set(this.sharedId(organizationId), ofOrganization);
    }
    ofOrganization.set(this.sharedId(userId), { active, role });
  }

  claimEmail(emailDigest: string, userId: string): void {
    const user = this.users.get(userId);
    const digest = user?.emailDigest === emailDigest ? user.emailDigest : flattenedString(emailDigest);
    this.#userIdByEmail.set(digest, user?.id ?? flattenedString(userId));
  }

  releaseEmail(emailDigest: string): void {
    this.#userIdByEmail.delete(emailDigest);
  }

  assignNumber(id: string, imported: number | undefined): number {
    return this.numbers.assign(this.sharedId(id), imported);
  }

  save(writer: SnapshotWriter): void {
    writer.writeRows(this.organizations.values());
    writer.writeRows(mapped(this.users.values(), packedUser));
    writer.writeRows(this.serviceAccounts.values());
    writer.writeRows(packedMemberships(this.#memberships));
    writer.writeRows(this.#userIdByEmail);
    writer.writeRows(this.numbers.entries());
    writer.writeValue(textOf(this.restoredAt));
  }

  /** Must be called on an empty object. */
  load(reader: SnapshotReader): void {
    reader.readRows((row) => this.addOrganization(row));
    reader.readRows((packed) => this.addUser(unpackedUser(packed)));
    reader.readRows((row) => this.addServiceAccount(row));
    reader.readRows(([organizationId, userId, active, role]) => this.addMembership(organizationId, userId, { active, role }));
    reader.readRows(([digest, userId]) => this.claimEmail(digest, userId));
    reader.readRows(([number, id]) => this.assignNumber(id, number));
    this.restoredAt = positionOf(reader.readValue());
  }
}

/** One list shared by all rows without ids. */
const none: readonly string[] = [];
const someOf = (ids: readonly string[]) => (ids.length === 0 ? none : ids);

type PackedMark = readonly [before: string, sparedTokenId: string | null, sparedSince: string | null];
type PackedUser = readonly [
  string,
  string,
  string,
  string | null,
  boolean,
  UserRow['status'],
  string | null,
  PackedMark | null,
  number | null,
];

const packedUser = (row: UserRow): PackedUser => [
  row.id,
  row.homeOrganizationId,
  row.emailDigest,
  row.passwordId,
  row.mustChangePassword,
  row.status,
  textOf(row.tokensRevokedBefore),
  row.signInsEnded && packedMark(row.signInsEnded),
  row.number,
];

function unpackedUser([id, homeOrganizationId, emailDigest, passwordId, mustChangePassword, ...more]: PackedUser): UserRow {
  const [status, revokedBefore, ended, number] = more;
  const [tokensRevokedBefore, signInsEnded] = [positionOf(revokedBefore), ended && unpackedMark(ended)];
  const password = { passwordId, mustChangePassword };
  return { id, homeOrganizationId, emailDigest, ...password, status, tokensRevokedBefore, signInsEnded, number };
}

const packedMark = ({ before, sparedTokenId, sparedSince }: SignInsEnded): PackedMark => [
  String(before),
  sparedTokenId,
  textOf(sparedSince),
];

const unpackedMark = ([before, sparedTokenId, sparedSince]: PackedMark): SignInsEnded => ({
  before: BigInt(before),
  sparedTokenId,
  sparedSince: positionOf(sparedSince),
});

/** JSON numbers are not exact for large integers. */
const textOf = (position: Position | null) => (position === null ? null : String(position));
const positionOf = (text: string | null) => (text === null ? null : BigInt(text));

function* mapped<T, U>(values: Iterable<T>, of: (value: T) => U): Generator<U> {
  for (const value of values) yield of(value);
}

function* packedMemberships(memberships: ReadonlyMap<string, ReadonlyMap<string, MembershipFacts>>) {
  for (const [organizationId, ofOrganization] of memberships) {
    for (const [userId, { active, role }] of ofOrganization) yield [organizationId, userId, active, role];
  }
}
