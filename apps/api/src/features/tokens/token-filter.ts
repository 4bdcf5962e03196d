import { Injectable } from '@nestjs/common';
import type { TokenListing } from '#projections/read-models/models/token-directory';
import { TokenValidity } from '#projections/token-validity/token-validity';
import { CredentialJudge } from '../../edge/authentication/credential-judge.js';
import { anyHolds } from '../../edge/http/filtered-pages.js';
import type { NamesOfAnswer } from '../activity/principal-names.js';
import { LastUses } from './last-uses.js';
import { TokenNames } from './token-names.js';
import { stateOf } from './token-view.js';
import type { ListTokensRequest } from './tokens.dto.js';

/** How a token stands, and when it was used. */
type StandingFilter = Pick<ListTokensRequest, 'state' | 'lastUsedBefore' | 'neverUsed'>;

/** The filters of a list of tokens that no table can tell: how a token stands now, when it was used, and what sealed texts say. */
@Injectable()
export class TokenFilter {
  constructor(
    private readonly validity: TokenValidity,
    private readonly credentialJudge: CredentialJudge,
    private readonly lastUses: LastUses,
    private readonly names: TokenNames,
  ) {}

  async matches(listing: TokenListing, request: ListTokensRequest, names: NamesOfAnswer): Promise<boolean> {
    return this.isAsAsked(listing.id, request) && (await this.#hasText(listing, request, names));
  }

  /** Whether the token stands as is asked for, and was used as is asked for. */
  isAsAsked(tokenId: string, request: StandingFilter): boolean {
    const row = this.validity.tokens.byId(tokenId);
    if (!row) return false;
    const { state } = request;
    return (state === undefined || stateOf(this.credentialJudge.judgeRow(row)) === state) && this.#isUsedAsAsked(tokenId, request);
  }

  #isUsedAsAsked(tokenId: string, { lastUsedBefore, neverUsed }: StandingFilter): boolean {
    if (lastUsedBefore === undefined && neverUsed === undefined) return true;
    const usedAt = this.lastUses.usedAt(tokenId);
    if (neverUsed !== undefined && (usedAt === null) !== (neverUsed === 'true')) return false;
    return lastUsedBefore === undefined || (usedAt !== null && Date.parse(usedAt) < Date.parse(lastUsedBefore));
  }

  async #hasText(listing: TokenListing, { q }: ListTokensRequest, names: NamesOfAnswer): Promise<boolean> {
    if (q === undefined) return true;
    const { name, email } = await names.of(listing.owner_kind, listing.owner_id);
    return anyHolds([await this.names.of(listing), name, email], q);
  }
}
