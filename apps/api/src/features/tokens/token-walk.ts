import { Injectable } from '@nestjs/common';
import type { Verdict } from '#domain/verdict';
import { limits } from '#installation/config';
import { TokenDirectory, type TokenListing, type TokenSearch, tokenDirectory } from '#projections/read-models/models/token-directory';
import type { TokenRow } from '#projections/token-validity/token-row';
import { TokenValidity } from '#projections/token-validity/token-validity';
import { CredentialJudge } from '../../edge/authentication/credential-judge.js';
import { LongReadTurns } from '../../edge/http/long-read-turns.js';
import { ReadModelFreshness } from '../../edge/http/read-model-freshness.js';

export type WalkedTokens = Pick<TokenSearch, 'organizationId' | 'ownerId' | 'createdBy' | 'kinds'>;

/** A token with how it stands at the moment at which it is looked at. */
export interface WalkedToken {
  readonly listing: TokenListing;
  readonly row: TokenRow;
  readonly verdict: Verdict;
}

/** Looks at all tokens of a kind, an owner or a creator, for what is counted of them. */
@Injectable()
export class TokenWalk {
  constructor(
    private readonly directory: TokenDirectory,
    private readonly freshness: ReadModelFreshness,
    private readonly validity: TokenValidity,
    private readonly credentialJudge: CredentialJudge,
    private readonly turns: LongReadTurns,
  ) {}

  /** Oldest first, in as many turns as it takes. @throws ReadModelBehind service/not-caught-up */
  async *over(tokens: WalkedTokens): AsyncGenerator<WalkedToken> {
    await this.freshness.ready(tokenDirectory);
    const page = { ...tokens, order: 'id', isDescending: false, limit: limits.pageItemsMax } as const;
    let after: TokenSearch['after'] = null;
    for (let isLast = false; !isLast; ) {
      const listings: TokenListing[] = await this.directory.search({ ...page, after });
      for (const listing of listings) {
        if (this.turns.isOver) await this.turns.next();
        const row = this.validity.tokens.byId(listing.id);
        if (row) yield { listing, row, verdict: this.credentialJudge.judgeRow(row) };
        after = [listing.id, listing.id];
      }
      isLast = listings.length < page.limit;
    }
  }
}
