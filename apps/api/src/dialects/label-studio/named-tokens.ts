import { Injectable } from '@nestjs/common';
import { SecretDigests } from '#credentials/secret-digests';
import { Refusal } from '#domain/refusal';
import * as Token from '#domain/token';
import { Ledger } from '#event-store/ledger';
import type { TokenRow } from '#projections/token-validity/token-row';
import { TokenValidity } from '#projections/token-validity/token-validity';
import type { Caller } from '../../edge/authentication/caller.js';
import { CredentialJudge } from '../../edge/authentication/credential-judge.js';
import { OwnedTokens } from '../../features/tokens/owned-tokens.js';
import { TokenCeilings } from '../../features/tokens/token-ceilings.js';
import { TokenTermsSource } from '../../features/tokens/token-terms-source.js';
import { LabelStudioFailure } from './envelope.js';

/**
 * What Label Studio's routes tell the commands of tokens: which of the caller's personal tokens is meant, and whether there may be another.
 */
@Injectable()
export class NamedTokens {
  constructor(
    private readonly validity: TokenValidity,
    private readonly credentialJudge: CredentialJudge,
    private readonly owned: OwnedTokens,
    private readonly ledger: Ledger,
    private readonly digests: SecretDigests,
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
      return as === 'personal' && isNewest ? (token ?? undefined) : this.#signedByRetiredKey(presented);
    }
    return this.#recorded(presented, ({ signedInput }) => signedInput === presented);
  }

  /** The signature cannot be checked any more, but the log still tells that this very text was minted. */
  async #signedByRetiredKey(presented: string): Promise<TokenRow | undefined> {
    const signedInput = presented.slice(0, presented.lastIndexOf('.'));
    const isKept = ({ signedInput: known, digest }: Token.Kept) =>
      known === signedInput && this.digests.isDigestOf(digest ?? '', presented);
    const row = await this.#recorded(presented, isKept);
    return row?.signingKeyRetired ? row : undefined;
  }

  async #recorded(presented: string, isIt: (kept: Token.Kept) => boolean): Promise<TokenRow | undefined> {
    const row = this.validity.tokens.byId(tokenIdIn(presented));
    if (!row) return undefined;
    const { state } = await this.ledger.on(Token.stream(row.id)).load();
    return state.status !== 'absent' && isIt(state.kept) ? row : undefined;
  }
}

export const invalidRefreshToken = () =>
  new LabelStudioFailure(400, 'Validation error', { validationErrors: { non_field_errors: ['Invalid refresh token'] } });

/** The token id that a listed token names. The text is not trusted for anything but where to look. */
function tokenIdIn(listed: string): string {
  try {
    return String(JSON.parse(Buffer.from(listed.split('.')[1] ?? '', 'base64url').toString('utf8')).tid);
  } catch {
    return '';
  }
}
