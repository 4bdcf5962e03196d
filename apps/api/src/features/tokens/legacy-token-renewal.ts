import { Injectable } from '@nestjs/common';
import { Refusal } from '#domain/refusal';
import type * as Token from '#domain/token';
import { Ledger } from '#event-store/ledger';
import type { Caller } from '../../edge/authentication/caller.js';
import { CredentialMint } from '../../edge/authentication/credential-mint.js';
import { integer, object, type Shape } from '../../edge/http/schema.js';
import { ownLegacy, ownLegacyTokenId, requireOwnLegacyRight } from './own-legacy-token.js';
import { OwnedTokens } from './owned-tokens.js';
import { TokenTermsSource } from './token-terms-source.js';
import { IssuedToken } from './tokens.commands.js';

export const RenewedToken = object('RenewedToken', {
  ...IssuedToken.members,
  endedTokens: integer(0).about('How many personal tokens ended with the old one, because requests with it had made them.'),
});
export type RenewedToken = Shape<typeof RenewedToken>;

/** The next generation of the caller's legacy token, or its first. */
@Injectable()
export class LegacyTokenRenewal {
  constructor(
    private readonly ledger: Ledger,
    private readonly mint: CredentialMint,
    private readonly terms: TokenTermsSource,
    private readonly owned: OwnedTokens,
  ) {}

  /** When a token is named, only that one may be renewed. */
  async renew(caller: Caller, named?: string): Promise<RenewedToken> {
    const tokenId = ownLegacyTokenId(caller, named);
    requireOwnLegacyRight(caller);
    const terms = this.terms.legacy(caller.organizationId);
    if (!terms.typeEnabled) throw new Refusal('token/type-disabled');
    const lastUsedAt = this.owned.lastUsedAt(tokenId);
    const { credential, lookup, kept } = await this.mint.legacy();
    const renewal: Token.Command = { type: 'ReplaceCredential', cause: 'renewed', ...ownLegacy(caller), lookup, kept, ...terms };
    const endedTokens = this.owned.liveBornOf(tokenId).length;
    const stream = this.terms.stream(tokenId, 'legacy', caller.organizationId, terms);
    const { before, begunAt } = await this.ledger.on(stream).handle(renewal, caller.origin);
    await this.owned.deleteValue(before);
    return { token: this.owned.view(tokenId, { name: null, createdAt: begunAt as string, lastUsedAt }), credential, endedTokens };
  }
}
