import { Injectable } from '@nestjs/common';
import { ServiceAccountDirectory, type ServiceAccountListing } from '#projections/read-models/models/service-account-directory';
import { TokenValidity } from '#projections/token-validity/token-validity';
import { isOfRole } from '../../edge/authentication/access.js';
import type { Caller } from '../../edge/authentication/caller.js';
import { anyHolds, FilteredPages, type Found, type Place, placeIn, rowsPerRead } from '../../edge/http/filtered-pages.js';
import type { NamesOfAnswer } from '../activity/principal-names.js';
import { LastUses } from '../tokens/last-uses.js';
import { TokenFilter } from '../tokens/token-filter.js';
import type { ListServiceAccountsRequest } from './service-accounts.dto.js';

/** Finds one page of the service accounts of an organization. */
@Injectable()
export class ServiceAccountPages {
  constructor(
    private readonly directory: ServiceAccountDirectory,
    private readonly validity: TokenValidity,
    private readonly tokens: TokenFilter,
    private readonly lastUses: LastUses,
    private readonly pages: FilteredPages,
  ) {}

  /** @throws Refusal request/invalid for a cursor of another list */
  async find({ organizationId }: Caller, request: ListServiceAccountsRequest, names: NamesOfAnswer): Promise<Found<ServiceAccountListing>> {
    const { sort, cursor, limit } = request;
    const member = sort.replace('-', '');
    const after = placeIn(cursor, member === 'id');
    const idOf = ({ id }: ServiceAccountListing) => id;
    const source = {
      read: (place: Place | null) => this.directory.list({ organizationId, after: place?.[1] ?? null, limit: rowsPerRead }),
      placeOf: ({ id }: ServiceAccountListing): Place => [id, id],
      matches: (listing: ServiceAccountListing) => this.#matches(listing, request, names),
    };
    if (sort === 'id') return this.pages.inOrder(source, after, limit);
    // Those never used come first.
    const usedAt = ({ id }: ServiceAccountListing) => this.lastUses.usedAt(this.#tokenIdOf(id)) ?? '';
    const createdAt = ({ created_at }: ServiceAccountListing) => created_at;
    const keyOf = member === 'id' ? idOf : member === 'createdAt' ? createdAt : usedAt;
    return this.pages.inOtherOrder(source, { keyOf, idOf, isDescending: sort.startsWith('-') }, after, limit);
  }

  async #matches({ id }: ServiceAccountListing, request: ListServiceAccountsRequest, names: NamesOfAnswer): Promise<boolean> {
    const row = this.validity.principals.serviceAccounts.get(id);
    if (row?.status !== 'admitted' || !isOfRole(row, request) || !this.tokens.isAsAsked(row.tokenId, request)) return false;
    return request.q === undefined || anyHolds([(await names.of('service-account', id)).name], request.q);
  }

  #tokenIdOf(id: string): string {
    return this.validity.principals.serviceAccounts.get(id)?.tokenId ?? '';
  }
}
