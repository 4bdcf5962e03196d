import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { restingOn } from '#domain/decider';
import * as Token from '#domain/token';
import { Ledger } from '#event-store/ledger';
import { TokenValidity } from '#projections/token-validity/token-validity';
import type { Caller } from '../../edge/authentication/caller.js';
import { CredentialMint } from '../../edge/authentication/credential-mint.js';
import { credential, object, type Shape } from '../../edge/http/schema.js';
import { type OverlapRequest, overlapFrom } from '../tokens/overlap.dto.js';
import { OwnedTokens } from '../tokens/owned-tokens.js';
import { TokenTermsSource } from '../tokens/token-terms-source.js';
import { PreviousView } from '../tokens/token-view.js';
import { admittedAccount, ownedBy } from './service-accounts.commands.js';

export const ResetToken = object('ResetToken', {
  credential,
  previous: PreviousView.orNull().about('The credential that it replaces, while that one may still be good.'),
});
export type ResetToken = Shape<typeof ResetToken>;

/** Replaces the service account's credential and shows the new one, once. */
export class ResetServiceAccountToken extends Command<ResetToken> {
  constructor(
    readonly caller: Caller,
    readonly serviceAccountId: string,
    /** How long the credential that is replaced stays good beside the new one. */
    readonly overlap: OverlapRequest,
  ) {
    super();
  }
}

@CommandHandler(ResetServiceAccountToken)
export class ResetServiceAccountTokenHandler implements ICommandHandler<ResetServiceAccountToken> {
  constructor(
    private readonly ledger: Ledger,
    private readonly mint: CredentialMint,
    private readonly terms: TokenTermsSource,
    private readonly validity: TokenValidity,
    private readonly owned: OwnedTokens,
  ) {}

  async execute({ caller, serviceAccountId, overlap }: ResetServiceAccountToken): Promise<ResetToken> {
    const admitted = () => admittedAccount(serviceAccountId, caller, this.validity);
    const { tokenId } = admitted();
    const row = this.validity.tokens.byId(tokenId);
    // A reset gives anew what a mark ended, such as that of a restore. An overlap must not bring the ended credential back.
    const keeps = row && this.owned.isLive(row) ? overlap : {};
    const lastUsedAt = this.owned.lastUsedAt(tokenId);
    const { credential, lookup, kept } = this.mint.opaque('service-account');
    const terms = this.terms.uncapped(null);
    const next = { ...ownedBy(serviceAccountId), lookup, kept, ...terms, ...overlapFrom(terms.at, keeps) };
    const command: Token.Command = { type: 'ReplaceCredential', cause: 'reset', ...next };
    await this.ledger.on(restingOn(Token.stream(tokenId), admitted)).handle(command, caller.origin);
    this.owned.noteReplaced(tokenId, lastUsedAt);
    const replaced = this.validity.tokens.byId(tokenId);
    return { credential, previous: replaced ? this.owned.previousOf(replaced, lastUsedAt) : null };
  }
}
