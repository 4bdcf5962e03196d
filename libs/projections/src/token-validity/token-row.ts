import type { Role } from '#domain/role';
import type { Kind, OwnerKind } from '#domain/token';
import type { AllowedAddresses, PreviousFacts, TokenFacts } from '#domain/verdict.facts';
import type { Position } from '#event-store/envelope';
import type { ApiKeyRows } from './api-key-rows.js';
import { idWord, type TokenColumns } from './token-columns.js';
import { uuidAt } from './token-key.js';
import type { TokenOwner } from './token-owners.js';
import type { TokenPolicies } from './token-policies.js';

/** The index's facts of one token at the time of the look-up. The object is small, since one is made for each request. */
export class TokenRow implements TokenFacts {
  readonly kind: Kind;
  readonly revoked: boolean;
  readonly generation: number;
  readonly expiresAtMs: number | null;
  readonly order: bigint | number;
  readonly lastSeenMs: number | null;
  readonly confirmedAtMs: number | null;
  readonly signingKeyRetired: boolean;
  readonly role: Role | null;
  /** For tokens issued with the legacy token: the position at which that one was last renewed or revoked. */
  readonly legacyTokenEndedAt: Position | null;
  readonly owner: TokenOwner;
  /** The token's number in the index, which stays the same as long as the process lives, so that other code may remember facts by it. */
  readonly row: number;
  readonly #columns: TokenColumns;
  readonly #policies: TokenPolicies;
  readonly #apiKeys: ApiKeyRows;
  #id: string | undefined;

  constructor(
    { columns, policies, apiKeys }: { columns: TokenColumns; policies: TokenPolicies; apiKeys: ApiKeyRows },
    row: number,
    owner: TokenOwner,
    id: string | undefined,
  ) {
    this.kind = columns.kind(row);
    this.revoked = columns.isRevoked(row);
    this.generation = columns.generation(row);
    this.expiresAtMs = columns.expiresAtMs(row);
    this.order = columns.order(row);
    this.lastSeenMs = columns.lastSeenMs(row);
    this.confirmedAtMs = columns.confirmedAtMs(row);
    const policy = policies.at(columns.policy(row));
    this.signingKeyRetired = policy.isKeyRetired;
    this.role = policy.role;
    this.legacyTokenEndedAt = columns.isLegacyBorn(row) ? owner.legacyTokenEndedAt : null;
    this.owner = owner;
    this.#columns = columns;
    this.#policies = policies;
    this.#apiKeys = apiKeys;
    this.row = row;
    this.#id = id;
  }

  /** The id never changes; its text is made only when it is asked for. */
  get id(): string {
    if (this.#id === undefined) {
      const { rows } = this.#columns;
      this.#id = uuidAt(rows.chunkOf(this.row), rows.offsetOf(this.row) + idWord);
    }
    return this.#id;
  }

  /** As it is now, which its number tells: almost no token has one, so it is looked for only when somebody asks. */
  get previous(): PreviousFacts | null {
    const endsAtMs = this.#columns.overlapEndsAtMs(this.row);
    if (endsAtMs === null) return null;
    const { isLegacyBorn, endsOnFirstUse, policy } = this.#columns.previous(this.row);
    const generation = this.#columns.generation(this.row) - 1;
    const legacyTokenEndedAt = isLegacyBorn ? this.owner.legacyTokenEndedAt : null;
    return { generation, endsAtMs, endsOnFirstUse, legacyTokenEndedAt, signingKeyRetired: this.#policies.isKeyRetired(policy) };
  }

  /** As they are now. Only API keys have any, so they are looked for only when somebody asks. */
  get allowedAddresses(): AllowedAddresses | null {
    return this.kind === 'api-key' ? this.#apiKeys.addresses.of(this.row) : null;
  }

  /** When the credential of this generation, the newest or the one before, ends by itself; null where it does not. */
  endsAtMs(generation: number): number | null {
    return generation === this.generation ? this.expiresAtMs : (this.previous?.endsAtMs ?? this.expiresAtMs);
  }

  get ownerKind(): OwnerKind {
    return this.owner.ownerKind;
  }

  get ownerId(): string {
    return this.owner.ownerId;
  }

  get organizationId(): string {
    return this.owner.organizationId;
  }
}
