import { Injectable } from '@nestjs/common';
import type { OwnerKind } from '#domain/token';
import type { OwnerFacts } from '#domain/verdict.facts';
import { ServiceAccountDirectory } from '#projections/read-models/models/service-account-directory';
import { UserDirectory } from '#projections/read-models/models/user-directory';
import { TokenValidity } from '#projections/token-validity/token-validity';
import { isOfRole } from '../../edge/authentication/access.js';
import type { Caller } from '../../edge/authentication/caller.js';
import { anyHolds, FilteredPages, type Found, type Place, placeIn, rowsPerRead } from '../../edge/http/filtered-pages.js';
import type { NamesOfAnswer } from '../activity/principal-names.js';
import { type LastSeen, PrincipalCredentials } from './principal-credentials.js';
import type { ListUsersRequest } from './users.dto.js';

/** A person or a service account as the directories have it. */
export interface PrincipalListing {
  readonly kind: OwnerKind;
  readonly id: string;
  readonly createdAt: string;
  /** Sealed texts, as JSON. */
  readonly texts: string;
}

/** What is known of all, for one answer. */
interface Known {
  readonly names: NamesOfAnswer;
  readonly lastSeen: LastSeen;
}

/** For an answer that does not ask. */
const nobodySeen: LastSeen = () => null;

export const stateOf = ({ status }: OwnerFacts) => (status === 'enabled' ? 'active' : status);

/** Finds one page of the people and service accounts of an organization. */
@Injectable()
export class PrincipalPages {
  constructor(
    private readonly users: UserDirectory,
    private readonly serviceAccounts: ServiceAccountDirectory,
    private readonly validity: TokenValidity,
    private readonly credentials: PrincipalCredentials,
    private readonly pages: FilteredPages,
  ) {}

  /** @throws Refusal request/invalid for a cursor of another list */
  async find({ organizationId }: Caller, request: ListUsersRequest, names: NamesOfAnswer): Promise<Found<PrincipalListing>> {
    const { kind = 'user', sort, cursor, limit } = request;
    const member = sort.replace('-', '');
    const after = placeIn(cursor, member === 'id');
    const isSeenAsked = member === 'lastSeenAt' || request.lastSeenBefore !== undefined;
    const lastSeen = isSeenAsked ? await this.credentials.lastSeen(organizationId) : nobodySeen;
    const source = {
      read: (place: Place | null) => this.#read(organizationId, kind, place?.[1] ?? null),
      placeOf: ({ id }: PrincipalListing): Place => [id, id],
      matches: (listing: PrincipalListing) => this.#matches(organizationId, listing, request, { names, lastSeen }),
    };
    if (sort === 'id') return this.pages.inOrder(source, after, limit);
    const idOf = ({ id }: PrincipalListing) => id;
    // Those whom nobody has seen come first.
    const seenAt = (listing: PrincipalListing) => lastSeen(listing) ?? '';
    const keyOf = member === 'id' ? idOf : member === 'createdAt' ? ({ createdAt }: PrincipalListing) => createdAt : seenAt;
    return this.pages.inOtherOrder(source, { keyOf, idOf, isDescending: sort.startsWith('-') }, after, limit);
  }

  /** The next of both directories together, oldest first. */
  async #read(organizationId: string, kind: ListUsersRequest['kind'], after: string | null): Promise<PrincipalListing[]> {
    const page = { organizationId, after, limit: rowsPerRead };
    const people = kind === 'service-account' ? [] : await this.users.list(page);
    const accounts = kind === 'user' ? [] : await this.serviceAccounts.list(page);
    return [
      ...people.map(({ id, created_at: createdAt, personal: texts }) => ({ kind: 'user' as const, id, createdAt, texts })),
      ...accounts.map(({ id, created_at: createdAt, texts }) => ({ kind: 'service-account' as const, id, createdAt, texts })),
    ]
      .sort((one, other) => (one.id < other.id ? -1 : 1))
      .slice(0, rowsPerRead);
  }

  async #matches(organizationId: string, listing: PrincipalListing, request: ListUsersRequest, known: Known): Promise<boolean> {
    const { kind, id } = listing;
    const { state, q, lastSeenBefore } = request;
    const membership = this.validity.principals.membership(kind, id, organizationId);
    const facts = this.validity.principals.ownerFacts(kind, id, organizationId);
    if (!membership || !facts || !isOfRole(membership, request)) return false;
    if (state !== undefined && stateOf(facts) !== state) return false;
    if (lastSeenBefore !== undefined) {
      const seenAt = known.lastSeen(listing);
      if (seenAt === null || Date.parse(seenAt) >= Date.parse(lastSeenBefore)) return false;
    }
    if (q === undefined) return true;
    const { name, email } = await known.names.of(kind, id);
    return anyHolds([name, email], q);
  }
}
