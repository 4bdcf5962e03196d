import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Refusal } from '#domain/refusal';
import { TokenDirectory, type TokenListing, tokenDirectory } from '#projections/read-models/models/token-directory';
import { TokenValidity } from '#projections/token-validity/token-validity';
import { oversees } from '../../edge/authentication/access.js';
import type { Caller } from '../../edge/authentication/caller.js';
import { LongReadTurns } from '../../edge/http/long-read-turns.js';
import type { Page } from '../../edge/http/page-request.js';
import { ReadModelFreshness } from '../../edge/http/read-model-freshness.js';
import { object, type Shape } from '../../edge/http/schema.js';
import { NamedPrincipal, type NamesOfAnswer } from '../activity/principal-names.js';
import { TokenCreator, TokenDetails, TokenDetailViews } from '../tokens/token-detail-views.js';
import { TokenPages } from '../tokens/token-pages.js';
import { ApiKeyView } from './api-key-views.js';
import type { ListApiKeysRequest } from './api-keys.dto.js';
import { ListedApiKeys } from './listed-api-keys.js';

/** An API key as lists show it: with who it belongs to, who made it, why it stands as it does, and its last use. */
export const ApiKeyDetails = object('ApiKeyDetails', {
  ...ApiKeyView.members,
  owner: NamedPrincipal,
  creator: TokenCreator,
  lastUse: TokenDetails.members.lastUse,
  stateReason: TokenDetails.members.stateReason,
});
export type ApiKeyDetails = Shape<typeof ApiKeyDetails>;

/** API keys of the caller or, for those who oversee the organization, of another person or of everybody; also those that are over. */
export class ListApiKeys extends Query<Page<ApiKeyDetails>> {
  constructor(
    readonly caller: Caller,
    readonly request: ListApiKeysRequest,
  ) {
    super();
  }
}

@QueryHandler(ListApiKeys)
export class ListApiKeysHandler implements IQueryHandler<ListApiKeys> {
  constructor(
    private readonly pages: TokenPages,
    private readonly freshness: ReadModelFreshness,
    private readonly details: TokenDetailViews,
    private readonly keys: ListedApiKeys,
    private readonly turns: LongReadTurns,
  ) {}

  async execute({ caller, request }: ListApiKeys): Promise<Page<ApiKeyDetails>> {
    await this.freshness.ready(tokenDirectory);
    const names = await this.details.namesForAnswer();
    const { rows, nextCursor } = await this.pages.find(caller, request, names);
    return { items: await this.turns.each(rows, (listing) => this.#item(caller, listing, names)), nextCursor };
  }

  async #item(caller: Caller, listing: TokenListing, names: NamesOfAnswer): Promise<ApiKeyDetails> {
    const { owner, createdBy: creator, lastUse, stateReason } = await this.details.of(caller, listing, names);
    return { ...(await this.keys.of(listing)), owner, creator, lastUse, stateReason };
  }
}

/** One API key: the caller's own or, for those who oversee the organization, anybody's. */
export class DescribeApiKey extends Query<ApiKeyView> {
  constructor(
    readonly caller: Caller,
    readonly keyId: string,
  ) {
    super();
  }
}

@QueryHandler(DescribeApiKey)
export class DescribeApiKeyHandler implements IQueryHandler<DescribeApiKey> {
  constructor(
    private readonly directory: TokenDirectory,
    private readonly validity: TokenValidity,
    private readonly freshness: ReadModelFreshness,
    private readonly keys: ListedApiKeys,
  ) {}

  async execute({ caller, keyId }: DescribeApiKey): Promise<ApiKeyView> {
    await this.freshness.ready(tokenDirectory);
    const listing = await this.directory.get(keyId);
    const row = this.validity.tokens.byId(keyId);
    const isKey = row?.kind === 'api-key' && row.organizationId === caller.organizationId;
    if (!listing || !isKey || (row.ownerId !== caller.id && !oversees(caller))) throw new Refusal('token/not-found');
    return this.keys.of(listing);
  }
}
