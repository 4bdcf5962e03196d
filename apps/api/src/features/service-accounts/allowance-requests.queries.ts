import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { PersonalData } from '#credentials/personal-data';
import * as Organization from '#domain/organization';
import type { Sealed } from '#domain/sealed';
import { type AllowanceRequestListing, AllowanceRequests, allowanceRequests } from '#projections/read-models/models/allowance-requests';
import { oversees } from '../../edge/authentication/access.js';
import type { Caller } from '../../edge/authentication/caller.js';
import { LongReadTurns } from '../../edge/http/long-read-turns.js';
import { type Page, pageOf } from '../../edge/http/page-request.js';
import { ReadModelFreshness } from '../../edge/http/read-model-freshness.js';
import { id, integer, object, oneOf, type Shape, text, time } from '../../edge/http/schema.js';
import { NamedPrincipal, type NamesOfAnswer, PrincipalNames } from '../activity/principal-names.js';
import { type ListAllowanceRequestsRequest, requestStates } from './allowance-requests.dto.js';

export const AllowanceAnswer = object('AllowanceAnswer', {
  at: time,
  by: NamedPrincipal,
  allowance: integer(3).orNull().about('What was granted; null for a request that was declined.'),
  note: text('Share the one that exists.').orNull(),
});
export type AllowanceAnswer = Shape<typeof AllowanceAnswer>;

/** A request for a greater allowance of service accounts, as the one who asked and those who oversee the organization see it. */
export const AllowanceRequestView = object('AllowanceRequestView', {
  id,
  state: oneOf(requestStates),
  reason: text('Two pipelines that must not share a token').orNull().about('Null once the one who asked was erased.'),
  requestedAt: time,
  requestedBy: NamedPrincipal,
  answer: AllowanceAnswer.orNull().about('Null while nobody has answered.'),
});
export type AllowanceRequestView = Shape<typeof AllowanceRequestView>;

/** The requests of the organization or, for those who do not oversee it, the caller's own. */
export class ListAllowanceRequests extends Query<Page<AllowanceRequestView>> {
  constructor(
    readonly caller: Caller,
    readonly request: ListAllowanceRequestsRequest,
  ) {
    super();
  }
}

@QueryHandler(ListAllowanceRequests)
export class ListAllowanceRequestsHandler implements IQueryHandler<ListAllowanceRequests> {
  constructor(
    private readonly requests: AllowanceRequests,
    private readonly freshness: ReadModelFreshness,
    private readonly principals: PrincipalNames,
    private readonly personalData: PersonalData,
    private readonly turns: LongReadTurns,
  ) {}

  /** @throws ReadModelBehind service/not-caught-up */
  async execute({ caller, request: { state, cursor, limit } }: ListAllowanceRequests): Promise<Page<AllowanceRequestView>> {
    await this.freshness.ready(allowanceRequests);
    const names = await this.principals.forAnswer();
    const { organizationId } = caller;
    const userId = oversees(caller) ? undefined : caller.id;
    const listings = await this.requests.list({ organizationId, userId, state, after: cursor ?? null, limit: limit + 1 });
    return pageOf(
      this.turns,
      listings,
      limit,
      ({ id }) => id,
      (listing) => this.#view(listing, names),
    );
  }

  async #view(listing: AllowanceRequestListing, names: NamesOfAnswer): Promise<AllowanceRequestView> {
    const { id, state, organization_id: organizationId, requested_at: requestedAt, user_id: userId } = listing;
    return {
      id,
      state,
      reason: await this.#opened(organizationId, 'reason', listing.reason),
      requestedAt,
      requestedBy: await names.of('user', userId),
      answer: await this.#answer(listing, names),
    };
  }

  async #answer(listing: AllowanceRequestListing, names: NamesOfAnswer): Promise<AllowanceAnswer | null> {
    const { organization_id: organizationId, answered_at: at, answered_by_kind: kind, answered_by_id: by, allowance } = listing;
    if (at === null || by === null) return null;
    const note = await this.#opened(organizationId, 'note', listing.note);
    return { at, by: await names.of(kind === 'service-account' ? kind : 'user', by), allowance, note };
  }

  /** Null where nothing was typed, and once the one who typed it was erased. */
  async #opened(organizationId: string, field: string, sealed: Sealed | null): Promise<string | null> {
    return sealed === null ? null : this.personalData.open(sealed, { stream: Organization.stream(organizationId).name, field });
  }
}
