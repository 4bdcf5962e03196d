import type { OwnerKind } from '#domain/token';
import type { MembershipFacts } from '#domain/verdict.facts';
import type { Position } from '#event-store/envelope';
import type { OrganizationRow, OwnerRows, ServiceAccountRow, UserRow } from './principals.js';
import type { SnapshotReader, SnapshotWriter } from './snapshot/snapshot-stream.js';

/**
 * An owner's membership in one organization: one object for all of the owner's tokens there. It refers directly to the rows that decide
 * what the owner may do, since a verdict reads them through it and every further object would cost a memory access.
 */
export class TokenOwner implements OwnerRows {
  user: UserRow | undefined;
  serviceAccount: ServiceAccountRow | undefined;
  membership: MembershipFacts | undefined;
  organization: OrganizationRow | undefined;
  /** Whether all rows are present; none of them is ever replaced by another object. */
  isComplete = false;
  /** The row of the newest session; -1 without one. */
  newestSession = -1;
  /** Where their legacy token was renewed or revoked last; null when it never was. */
  legacyTokenEndedAt: Position | null = null;
  /** The record of the newest token issued with the current legacy token; -1 when there is none. */
  newestLegacyBorn = -1;
  /** The same owner's membership in another organization. */
  elsewhere: TokenOwner | undefined;

  constructor(
    readonly number: number,
    readonly ownerKind: OwnerKind,
    readonly ownerId: string,
    readonly organizationId: string,
  ) {}
}

/** The two kinds as shared strings, since each parsed event brings copies of its own. */
const ownerKinds: readonly OwnerKind[] = ['user', 'service-account'];

/** All token owners by number, since a row of the index has room only for a number. */
export class TokenOwners {
  readonly #byNumber: TokenOwner[] = [];
  readonly #byOwner = new Map<string, TokenOwner>();
  readonly #sharedId: (id: string) => string;

  /** `sharedId` returns the shared string for an id. */
  constructor(sharedId: (id: string) => string) {
    this.#sharedId = sharedId;
  }

  get count(): number {
    return this.#byNumber.length;
  }

  byNumber(number: number): TokenOwner {
    return this.#byNumber[number];
  }

  /** The owner for these three, made if there is none yet. */
  of(ownerKind: OwnerKind, ownerId: string, organizationId: string): TokenOwner {
    const first = this.#byOwner.get(ownerId);
    for (let owner = first; owner; owner = owner.elsewhere) {
      if (owner.organizationId === organizationId && owner.ownerKind === ownerKind) return owner;
    }
    const kind = ownerKinds.find((known) => known === ownerKind) ?? ownerKind;
    const owner = new TokenOwner(this.#byNumber.length, kind, this.#sharedId(ownerId), this.#sharedId(organizationId));
    owner.elsewhere = first;
    this.#byNumber.push(owner);
    this.#byOwner.set(owner.ownerId, owner);
    return owner;
  }

  save(writer: SnapshotWriter): void {
    writer.writeRows(packed(this.#byNumber));
  }

  load(reader: SnapshotReader): void {
    reader.readRows(([ownerKind, ownerId, organizationId, newestSession, newestLegacyBorn, legacyTokenEndedAt]) => {
      const owner = this.of(ownerKind, ownerId, organizationId);
      Object.assign(owner, { newestSession, newestLegacyBorn });
      if (legacyTokenEndedAt !== null) owner.legacyTokenEndedAt = BigInt(legacyTokenEndedAt);
    });
  }

  /** Yields the owner's membership in each organization. */
  *ofOwner(ownerId: string): Generator<TokenOwner> {
    for (let owner = this.#byOwner.get(ownerId); owner; owner = owner.elsewhere) yield owner;
  }
}

/** JSON numbers are not exact for large integers. */
function* packed(owners: readonly TokenOwner[]) {
  for (const { ownerKind, ownerId, organizationId, newestSession, newestLegacyBorn, legacyTokenEndedAt } of owners) {
    const endedAt = legacyTokenEndedAt === null ? null : String(legacyTokenEndedAt);
    yield [ownerKind, ownerId, organizationId, newestSession, newestLegacyBorn, endedAt];
  }
}
