import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Refusal } from '#domain/refusal';
import { TokenDirectory, tokenDirectory } from '#projections/read-models/models/token-directory';
import { overseers } from '../../edge/authentication/access.js';
import type { Caller } from '../../edge/authentication/caller.js';
import { LongReadTurns } from '../../edge/http/long-read-turns.js';
import { type Page, pageOf } from '../../edge/http/page-request.js';
import { ReadModelFreshness } from '../../edge/http/read-model-freshness.js';
import { OwnedTokens } from './owned-tokens.js';
import type { TokenView } from './token-view.js';
import type { ListTokensRequest } from './tokens.dto.js';

/** Tokens of the caller, or of another person for those who oversee the organization, ordered by id. */
export class ListTokens extends Query<Page<TokenView>> {
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
    private readonly directory: TokenDirectory,
    private readonly freshness: ReadModelFreshness,
    private readonly owned: OwnedTokens,
    private readonly turns: LongReadTurns,
  ) {}

  async execute({ caller, request: { limit, cursor, ownerId = caller.id } }: ListTokens): Promise<Page<TokenView>> {
    if (ownerId !== caller.id && !overseers.includes(caller.role)) throw new Refusal('permission/denied');
    await this.freshness.ready(tokenDirectory);
    const kinds = ['personal', 'legacy', 'service-account'] as const;
    const of = { organizationId: caller.organizationId, ownerId, kinds, after: cursor ?? null, limit: limit + 1 };
    const listings = await this.directory.list(of);
    return pageOf(
      this.turns,
      listings,
      limit,
      ({ id }) => id,
      async ({ id }) => this.owned.view(id, await this.owned.known(id)),
    );
  }
}
