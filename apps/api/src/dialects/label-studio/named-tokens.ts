import { Injectable } from '@nestjs/common';
import { Refusal } from '#domain/refusal';
import type { TokenRow } from '#projections/token-validity/token-row';
import type { Caller } from '../../edge/authentication/caller.js';
import { CredentialJudge } from '../../edge/authentication/credential-judge.js';
import { OwnedTokens } from '../../features/tokens/owned-tokens.js';
import { SignedByRetiredKey } from '../../features/tokens/signed-by-retired-key.js';
import { TokenCeilings } from '../../features/tokens/token-ceilings.js';
import { TokenTermsSource } from '../../features/tokens/token-terms-source.js';
import { LabelStudioFailure } from './envelope.js';

/**
 * What Label Studio's routes tell the commands of tokens: which of the caller's personal tokens is meant, and whether there may be another.
 */
@Injectable()
export class NamedTokens {
  constructor(
    private readonly credentialJudge: CredentialJudge,
    private readonly owned: OwnedTokens,
    private readonly retired: SignedByRetiredKey,
    private readonly terms: TokenTermsSource,
    private readonly ceilings: TokenCeilings,
  ) {}

  /** Label Studio gives a person one personal access token at a time. */
  async requireRoom(caller: Caller): Promise<void> {
    if (!this.terms.personal(caller.organizationId).typeEnabled) throw new Refusal('token/type-disabled');
    await this.ceilings.requireNoLivePersonalToken(caller);
  }

  /** A personal token of the caller, presented whole by its owner. */
  async whole(caller: Caller, presented: string): Promise<TokenRow> {
    const { verdict, token, as } = await this.credentialJudge.judgePossession(presented);
    if (!verdict.active || !token || as !== 'personal' || token.ownerId !== caller.id) throw invalidRefreshToken();
    return token;
  }

  /** A personal token of the caller that may be revoked, presented whole or as Label Studio lists it (`header.payload`). */
  async revocable(caller: Caller, presented: string): Promise<TokenRow> {
    const row = await this.#newestGenerationOf(presented);
    if (!row || !this.#isRevocable(row) || row.ownerId !== caller.id || row.organizationId !== caller.organizationId) {
      throw new LabelStudioFailure(404, 'Token is invalid or already blacklisted.', { bare: true });
    }
    return row;
  }

  /** Includes tokens that ended with their signing key: a person who finds a copy may still report it, once. */
  #isRevocable(row: TokenRow): boolean {
    const verdict = this.credentialJudge.judgeRow(row);
    return this.owned.isLive(row) || (!verdict.active && verdict.reason === 'signing-key-retired');
  }

  /** A rotated-away generation revokes nothing, and neither does a payload that we did not sign. */
  async #newestGenerationOf(presented: string): Promise<TokenRow | undefined> {
    if (presented.split('.').length === 3) {
      const { token, as, verdict } = await this.credentialJudge.judgePossession(presented);
      const isNewest = verdict.active || verdict.reason !== 'superseded';
      return as === 'personal' && isNewest ? (token ?? undefined) : this.retired.tokenOf(presented);
    }
    return this.retired.recorded(presented, ({ signedInput }) => signedInput === presented);
  }
}

export const invalidRefreshToken = () =>
  new LabelStudioFailure(400, 'Validation error', { validationErrors: { non_field_errors: ['Invalid refresh token'] } });
