import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Refusal } from '#domain/refusal';
import { TokenDirectory, tokenDirectory } from '#projections/read-models/models/token-directory';
import { oversees } from '../../edge/authentication/access.js';
import type { Caller } from '../../edge/authentication/caller.js';
import { LongReadTurns } from '../../edge/http/long-read-turns.js';
import type { Page } from '../../edge/http/page-request.js';
import { ReadModelFreshness } from '../../edge/http/read-model-freshness.js';
import { type TokenDetails, TokenDetailViews } from './token-detail-views.js';
import { TokenPages } from './token-pages.js';
import { type ListTokensRequest, listedKinds } from './tokens.dto.js';

/** Tokens of the caller or, for those who oversee the organization, of another person or of everybody. */
export class ListTokens extends Query<Page<TokenDetails>> {
  constructor(
    readonly caller: Caller,
    readonly request: ListTokensRequest,
  ) {
    super();
  }
}

@QueryHandler(ListTokens)
export class ListTokensHandler implements IQueryHandler<ListTokens> {
  constructor(
    private readonly pages: TokenPages,
    private readonly freshness: ReadModelFreshness,
    private readonly details: TokenDetailViews,
    private readonly turns: LongReadTurns,
  ) {}

  async execute({ caller, request }: ListTokens): Promise<Page<TokenDetails>> {
    await this.freshness.ready(tokenDirectory);
    const names = await this.details.namesForAnswer();
    const { rows, nextCursor } = await this.pages.find(caller, request, names);
    const items = await this.turns.each(rows, (listing) => this.details.of(caller, listing, names));
    return { items, nextCursor };
  }
}

/** One token: the caller's own or, for those who oversee the organization, anybody's. */
export class DescribeToken extends Query<TokenDetails> {
  constructor(
    readonly caller: Caller,
    readonly tokenId: string,
  ) {
    super();
  }
}

@QueryHandler(DescribeToken)
export class DescribeTokenHandler implements IQueryHandler<DescribeToken> {
  constructor(
    private readonly directory: TokenDirectory,
    private readonly freshness: ReadModelFreshness,
    private readonly details: TokenDetailViews,
  ) {}

  async execute({ caller, tokenId }: DescribeToken): Promise<TokenDetails> {
    await this.freshness.ready(tokenDirectory);
    const listing = await this.directory.get(tokenId);
    const isListed = listing?.organization_id === caller.organizationId && listedKinds.some((kind) => kind === listing.kind);
    const maySee = listing?.owner_id === caller.id || oversees(caller);
    if (!listing || !isListed || !maySee) throw new Refusal('token/not-found');
    return this.details.of(caller, listing, await this.details.namesForAnswer());
  }
}
