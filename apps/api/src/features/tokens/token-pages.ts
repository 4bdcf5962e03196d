import { Injectable } from '@nestjs/common';
import { Refusal } from '#domain/refusal';
import { TokenDirectory, type TokenListing, type TokenSearch } from '#projections/read-models/models/token-directory';
import { oversees } from '../../edge/authentication/access.js';
import type { Caller } from '../../edge/authentication/caller.js';
import { FilteredPages, type Found, type Place, placeIn, rowsPerRead } from '../../edge/http/filtered-pages.js';
import type { NamesOfAnswer } from '../activity/principal-names.js';
import { LastUses } from './last-uses.js';
import { TokenFilter } from './token-filter.js';
import { type ListTokensRequest, listedKinds, type SortMember, sortColumns, type TokenSort } from './tokens.dto.js';

/** Finds one page of tokens. */
@Injectable()
export class TokenPages {
  constructor(
    private readonly directory: TokenDirectory,
    private readonly filter: TokenFilter,
    private readonly lastUses: LastUses,
    private readonly pages: FilteredPages,
  ) {}

  /** @throws Refusal permission/denied; request/invalid for a cursor of another list */
  async find(caller: Caller, request: ListTokensRequest, names: NamesOfAnswer): Promise<Found<TokenListing>> {
    const { sort, cursor, limit } = request;
    const search = searchOf(caller, request);
    const column = columnOf(sort);
    const after = placeIn(cursor, column === 'id');
    const source = {
      read: (place: Place | null) => this.directory.search({ ...search, after: place, limit: rowsPerRead }),
      placeOf: (listing: TokenListing): Place => [listing[search.order], listing.id],
      matches: (listing: TokenListing) => this.filter.matches(listing, request, names),
    };
    if (column !== null) return this.pages.inOrder(source, after, limit);
    // Those never used come first.
    const keyOf = ({ id }: TokenListing) => this.lastUses.usedAt(id) ?? '';
    return this.pages.inOtherOrder(source, { keyOf, idOf: ({ id }) => id, isDescending: sort.startsWith('-') }, after, limit);
  }
}

/** The column that a list is sorted by; null for the last use, which no table has. */
const columnOf = (sort: TokenSort) => sortColumns[sort.replace('-', '') as SortMember];

/** Without a scope and an owner these are the caller's own tokens. */
function searchOf(caller: Caller, request: ListTokensRequest): Omit<TokenSearch, 'after' | 'limit'> {
  const { scope, sort, kind, ownerKind, createdBy, expiresBefore } = request;
  const isOverseer = oversees(caller);
  const ownerId = request.ownerId ?? (scope === 'organization' ? undefined : caller.id);
  if (ownerId !== caller.id && !isOverseer) throw new Refusal('permission/denied');
  return {
    organizationId: caller.organizationId,
    ownerId,
    ownerKind,
    createdBy,
    kinds: kind === undefined ? listedKinds : [kind],
    expiresBefore: expiresBefore && new Date(expiresBefore).toISOString(),
    order: columnOf(sort) ?? 'id',
    isDescending: sort.startsWith('-'),
  };
}
