import { Injectable } from '@nestjs/common';
import { validate as isUuid } from 'uuid';
import { Refusal } from '#domain/refusal';
import { TokenDirectory, type TokenListing, type TokenOrder, type TokenSearch } from '#projections/read-models/models/token-directory';
import { oversees } from '../../edge/authentication/access.js';
import type { Caller } from '../../edge/authentication/caller.js';
import { LongReadTurns } from '../../edge/http/long-read-turns.js';
import { type NamesOfAnswer } from '../activity/principal-names.js';
import { LastUses } from './last-uses.js';
import { TokenFilter } from './token-filter.js';
import { type ListTokensRequest, listedKinds, type SortMember, sortColumns, type TokenSort } from './tokens.dto.js';

export interface FoundTokens {
  readonly listings: readonly TokenListing[];
  /** Null where nothing follows. */
  readonly nextCursor: string | null;
}

/** Value of the sorted column, and id, of the last token that was looked at. */
type Place = readonly [string, string];

const listingsPerRead = 100;
/** A page of a rare match ends after so many tokens that do not match; its cursor leads on. */
const lookedAtMax = 20_000;

/** Finds one page of tokens: by the table as far as it tells, then token by token. */
@Injectable()
export class TokenPages {
  constructor(
    private readonly directory: TokenDirectory,
    private readonly filter: TokenFilter,
    private readonly lastUses: LastUses,
    private readonly turns: LongReadTurns,
  ) {}

  /** @throws Refusal permission/denied; request/invalid for a cursor of another list */
  async find(caller: Caller, request: ListTokensRequest, names: NamesOfAnswer): Promise<FoundTokens> {
    const search = searchOf(caller, request);
    const after = placeIn(request.cursor, request.sort);
    return columnOf(request.sort) === null
      ? this.#byLastUse(search, request, after, names)
      : this.#inOrder({ ...search, after }, request, names);
  }

  async #inOrder(search: Search, request: ListTokensRequest, names: NamesOfAnswer): Promise<FoundTokens> {
    const found: TokenListing[] = [];
    let place = search.after;
    for (let lookedAt = 0; lookedAt < lookedAtMax; ) {
      const read = await this.#read(search, place);
      for (const listing of read) {
        if (await this.#matches(listing, request, names)) found.push(listing);
        if (found.length > request.limit) return pageOf(found.slice(0, request.limit), placeOf(found[request.limit - 1], search.order));
        place = placeOf(listing, search.order);
      }
      lookedAt += read.length;
      if (read.length < listingsPerRead) return pageOf(found, null);
    }
    return pageOf(found, place);
  }

  /** No table has the order, so all that match are found first. Those never used come first. */
  async #byLastUse(search: Unplaced, request: ListTokensRequest, after: Place | null, names: NamesOfAnswer): Promise<FoundTokens> {
    const found: { listing: TokenListing; place: Place }[] = [];
    for (let place: Place | null = null, isLast = false; !isLast; ) {
      const read: TokenListing[] = await this.#read(search, place);
      for (const listing of read) {
        const at: Place = [this.lastUses.usedAt(listing.id) ?? '', listing.id];
        if (await this.#matches(listing, request, names)) found.push({ listing, place: at });
        place = placeOf(listing, search.order);
      }
      isLast = read.length < listingsPerRead;
    }
    const sign = search.isDescending ? -1 : 1;
    found.sort((one, other) => sign * compare(one.place, other.place));
    const rest = found.filter(({ place }) => after === null || sign * compare(place, after) > 0);
    const shown = rest.slice(0, request.limit);
    const last = shown.at(-1);
    return pageOf(
      shown.map(({ listing }) => listing),
      rest.length > shown.length && last ? last.place : null,
    );
  }

  async #read(search: Unplaced, after: Place | null): Promise<TokenListing[]> {
    if (this.turns.isOver) await this.turns.next();
    return this.directory.search({ ...search, after, limit: listingsPerRead });
  }

  async #matches(listing: TokenListing, request: ListTokensRequest, names: NamesOfAnswer): Promise<boolean> {
    if (this.turns.isOver) await this.turns.next();
    return this.filter.matches(listing, request, names);
  }
}

type Search = Omit<TokenSearch, 'limit'>;
type Unplaced = Omit<Search, 'after'>;

/** The column that a list is sorted by; null for the last use, which no table has. */
const columnOf = (sort: TokenSort) => sortColumns[sort.replace('-', '') as SortMember];

/** Without a scope and an owner these are the caller's own tokens. */
function searchOf(caller: Caller, request: ListTokensRequest): Unplaced {
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

const placeOf = (listing: TokenListing, order: TokenOrder): Place => [listing[order], listing.id];

const compare = ([value, id]: Place, [otherValue, otherId]: Place) =>
  value === otherValue ? order(id, otherId) : order(value, otherValue);
const order = (one: string, other: string) => (one < other ? -1 : Number(one > other));

const pageOf = (listings: readonly TokenListing[], place: Place | null): FoundTokens => ({
  listings,
  nextCursor: place && (place[0] === place[1] ? place[1] : place.join('~')),
});

/** @throws Refusal request/invalid for the cursor of a list in another order, and for a text that is no cursor */
function placeIn(cursor: string | undefined, sort: TokenSort): Place | null {
  if (cursor === undefined) return null;
  const [value, id = value, ...more] = cursor.split('~');
  const isOfSort = columnOf(sort) === 'id' ? value === id : cursor.includes('~');
  if (!isOfSort || !isUuid(id) || more.length > 0) throw new Refusal('request/invalid');
  return [value, id];
}
