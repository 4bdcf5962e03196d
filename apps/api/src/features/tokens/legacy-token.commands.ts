import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { SecretVault } from '#credentials/secret-vault';
import { Refusal } from '#domain/refusal';
import * as Token from '#domain/token';
import { Ledger } from '#event-store/ledger';
import { TokenValidity } from '#projections/token-validity/token-validity';
import type { Caller } from '../../edge/authentication/caller.js';
import { CredentialMint } from '../../edge/authentication/credential-mint.js';
import { ActivityRecorder } from '../activity/activity-recorder.js';
import { legacyTokenId } from './legacy-token-id.js';
import { LegacyTokenRenewal, type RenewedToken } from './legacy-token-renewal.js';
import { ownLegacy, ownLegacyTokenId, requireOwnLegacyRight } from './own-legacy-token.js';
import { OwnedTokens } from './owned-tokens.js';
import { TokenTermsSource } from './token-terms-source.js';
import type { IssuedToken } from './tokens.commands.js';

/** Shows the caller's legacy token. The first reveal mints it, and simultaneous callers get the same one. */
export class RevealLegacyToken extends Command<IssuedToken> {
  constructor(
    readonly caller: Caller,
    /** When a token is named, only that one may be renewed. */
    readonly tokenId?: string,
  ) {
    super();
  }
}

@CommandHandler(RevealLegacyToken)
export class RevealLegacyTokenHandler implements ICommandHandler<RevealLegacyToken> {
  constructor(
    private readonly ledger: Ledger,
    private readonly mint: CredentialMint,
    private readonly terms: TokenTermsSource,
    private readonly secrets: SecretVault,
    private readonly activity: ActivityRecorder,
    private readonly owned: OwnedTokens,
  ) {}

  async execute({ caller, tokenId: named }: RevealLegacyToken): Promise<IssuedToken> {
    const tokenId = ownLegacyTokenId(caller, named);
    requireOwnLegacyRight(caller);
    const lastUsedAt = this.owned.lastUsedAt(tokenId);
    const loaded = await this.ledger.on(Token.stream(tokenId)).load();
    const { state, begunAt } = loaded.state.status === 'absent' ? await this.#issue(tokenId, caller) : loaded;
    if (state.status !== 'active' || !state.kept.vaultId) throw new Refusal('token/not-found');
    const value = await this.secrets.reveal(state.kept.vaultId, 'legacy-token');
    if (!value) throw new Refusal('token/not-found');
    const token = this.owned.view(tokenId, { name: null, createdAt: begunAt as string, lastUsedAt });
    const shown = { token, credential: value.toString('utf8') };
    // It may be that nothing was appended, so the caller's standing has not been checked again yet.
    requireOwnLegacyRight(caller.judgeAgain());
    // The record comes last and before the token is shown: a reveal that cannot be recorded is refused and may be repeated.
    await this.activity.record({ type: 'LegacyTokenRevealed', tokenId }, caller.origin);
    return shown;
  }

  async #issue(tokenId: string, caller: Caller): Promise<{ readonly state: Token.State; readonly begunAt: string | null }> {
    const terms = this.terms.legacy(caller.organizationId);
    if (!terms.typeEnabled) throw new Refusal('token/type-disabled');
    const { lookup, kept } = await this.mint.legacy();
    const issue: Token.Command = { type: 'IssueToken', ...ownLegacy(caller), lookup, kept, ...terms };
    try {
      return await this.ledger.on(this.terms.stream(tokenId, 'legacy', caller.organizationId, terms)).handle(issue, caller.origin);
    } catch (error) {
      // After any other failure the event may have been appended all the same, and then the value is needed.
      if (!(error instanceof Refusal)) throw error;
      await this.owned.deleteValue({ kept });
      if (error.code !== 'token/id-taken') throw error;
      return this.ledger.on(Token.stream(tokenId)).load();
    }
  }
}

/**
 * Replaces the caller's legacy token: the old one stops at once, and so do the personal tokens that were made with it. A revoked one is
 * replaced by a new one.
 */
export class RenewLegacyToken extends Command<RenewedToken> {
  constructor(
    readonly caller: Caller,
    /** When a token is named, only that one may be renewed. */
    readonly tokenId?: string,
  ) {
    super();
  }
}

@CommandHandler(RenewLegacyToken)
export class RenewLegacyTokenHandler implements ICommandHandler<RenewLegacyToken> {
  constructor(private readonly renewal: LegacyTokenRenewal) {}

  execute({ caller, tokenId }: RenewLegacyToken): Promise<RenewedToken> {
    return this.renewal.renew(caller, tokenId);
  }
}

/** Creates the caller's legacy token, unless a working one exists. */
export class CreateLegacyToken extends Command<IssuedToken> {
  constructor(readonly caller: Caller) {
    super();
  }
}

@CommandHandler(CreateLegacyToken)
export class CreateLegacyTokenHandler implements ICommandHandler<CreateLegacyToken> {
  constructor(
    private readonly validity: TokenValidity,
    private readonly terms: TokenTermsSource,
    private readonly renewal: LegacyTokenRenewal,
  ) {}

  async execute({ caller }: CreateLegacyToken): Promise<IssuedToken> {
    if (!this.terms.legacy(caller.organizationId).typeEnabled) throw new Refusal('token/type-disabled');
    const existing = this.validity.tokens.byId(legacyTokenId(caller.organizationId, caller.id));
    if (existing && !existing.revoked) throw new Refusal('token/already-valid');
    const { token, credential } = await this.renewal.renew(caller);
    return { token, credential };
  }
}
