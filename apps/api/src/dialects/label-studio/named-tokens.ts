import { Injectable } from '@nestjs/common';
import { Refusal } from '#domain/refusal';
import { isLive } from '#domain/verdict';
import type { Caller } from '../../edge/authentication/caller.js';
import { CredentialJudge } from '../../edge/authentication/credential-judge.js';
import { type RecordedGeneration, SignedByRetiredKey } from '../../features/tokens/signed-by-retired-key.js';
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
  async whole(caller: Caller, presented: string): Promise<RecordedGeneration> {
    const { verdict, token: row, as, generation } = await this.credentialJudge.judgePossession(presented);
    if (!verdict.active || !row || generation === null || as !== 'personal' || row.ownerId !== caller.id) throw invalidRefreshToken();
    return { row, generation };
  }

  /**
   * A personal token of the caller that may be revoked, presented whole or as Label Studio lists it (`header.payload`), or the one
   * generation of it that an overlap keeps good.
   */
  async revocable(caller: Caller, presented: string): Promise<RecordedGeneration> {
    const named = await this.#named(presented);
    if (!named || !this.#isRevocable(named) || named.row.ownerId !== caller.id || named.row.organizationId !== caller.organizationId) {
      throw new LabelStudioFailure(404, 'Token is invalid or already blacklisted.', { bare: true });
    }
    return named;
  }

  /** Includes tokens that ended with their signing key: a person who finds a copy may still report it, once. */
  #isRevocable({ row, generation }: RecordedGeneration): boolean {
    const verdict = this.credentialJudge.judgeRow(row, generation);
    return isLive(verdict) || (!verdict.active && verdict.reason === 'signing-key-retired');
  }

  /** A generation that is over revokes nothing, and neither does a payload that we did not sign. */
  async #named(presented: string): Promise<RecordedGeneration | undefined> {
    if (presented.split('.').length !== 3) return this.retired.recorded(presented, ({ signedInput }) => signedInput === presented);
    const { token: row, as, generation, verdict } = await this.credentialJudge.judgePossession(presented);
    const isSuperseded = !verdict.active && verdict.reason === 'superseded';
    if (row && generation !== null && as === 'personal' && !isSuperseded) return { row, generation };
    return this.retired.generationOf(presented);
  }
}

export const invalidRefreshToken = () =>
  new LabelStudioFailure(400, 'Validation error', { validationErrors: { non_field_errors: ['Invalid refresh token'] } });
