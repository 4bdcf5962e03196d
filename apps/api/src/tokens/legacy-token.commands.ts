import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { SecretVault } from '#credentials/secret-vault';
import { Refusal } from '#domain/refusal';
import * as Token from '#domain/token';
import { Ledger } from '#event-store/handle-command';
import { TokenValidity } from '#projections/token-validity';
import { ActivityRecorder } from '../activity/activity-recorder.js';
import type { Caller } from '../authentication/caller.js';
import { CredentialMint } from '../authentication/credential-mint.js';
import { legacyTokenId } from '../ids.js';
import { OwnedTokens } from './owned-tokens.js';
import { TokenTermsOf } from './token-terms.js';
import type { IssuedToken } from './tokens.commands.js';

/** Shows the caller's legacy token. Whoever reveals it first has it minted, and racing callers get the same one. */
export class RevealLegacyToken extends Command<IssuedToken> {
  constructor(
    readonly caller: Caller,
    /** When a token was named, only that one will do. */
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
    private readonly terms: TokenTermsOf,
    private readonly secrets: SecretVault,
    private readonly activity: ActivityRecorder,
    private readonly owned: OwnedTokens,
  ) {}

  async execute({ caller, tokenId: named }: RevealLegacyToken): Promise<IssuedToken> {
    const tokenId = ownLegacyTokenId(caller, named);
    requireOwnLegacyRight(caller);
    const stream = Token.streamOf(tokenId);
    let { state } = await this.ledger.load(Token.decider, stream);
    if (state.status === 'absent') state = await this.#issue(stream, caller);
    if (state.status !== 'active' || !state.kept.vaultId) throw new Refusal('token/not-found');
    const value = await this.secrets.reveal(state.kept.vaultId, 'legacy-token');
    if (!value) throw new Refusal('token/not-found');
    await this.activity.record({ type: 'LegacyTokenRevealed', tokenId }, caller.origin);
    return { token: await this.owned.view(tokenId, null), credential: value.toString('utf8') };
  }

  async #issue(stream: string, caller: Caller): Promise<Token.State> {
    const terms = this.terms.legacy(caller.organizationId);
    if (!terms.typeEnabled) throw new Refusal('token/type-disabled');
    const { lookup, kept } = await this.mint.legacy();
    const owner = { kind: 'legacy', ownerKind: 'user', ownerId: caller.id, name: null } as const;
    try {
      const { state } = await this.ledger.handle(
        Token.decider,
        stream,
        { type: 'IssueToken', ...owner, lookup, kept, ...terms },
        caller.origin,
      );
      return state;
    } catch (error) {
      await this.owned.forgetValue({ kept });
      if (!(error instanceof Refusal) || error.code !== 'token/id-taken') throw error;
      return (await this.ledger.load(Token.decider, stream)).state;
    }
  }
}

/** Replaces the caller's legacy token: the old one stops at once, also one that was revoked revives as a new one. */
export class RenewLegacyToken extends Command<IssuedToken> {
  constructor(
    readonly caller: Caller,
    /** When a token was named, only that one will do. */
    readonly tokenId?: string,
  ) {
    super();
  }
}

@CommandHandler(RenewLegacyToken)
export class RenewLegacyTokenHandler implements ICommandHandler<RenewLegacyToken> {
  constructor(
    private readonly ledger: Ledger,
    private readonly mint: CredentialMint,
    private readonly terms: TokenTermsOf,
    private readonly owned: OwnedTokens,
  ) {}

  async execute({ caller, tokenId: named }: RenewLegacyToken): Promise<IssuedToken> {
    const tokenId = ownLegacyTokenId(caller, named);
    requireOwnLegacyRight(caller);
    const terms = this.terms.legacy(caller.organizationId);
    if (!terms.typeEnabled) throw new Refusal('token/type-disabled');
    const { credential, lookup, kept } = await this.mint.legacy();
    const owner = { kind: 'legacy', ownerKind: 'user', ownerId: caller.id, name: null } as const;
    const command = { type: 'ReplaceCredential', cause: 'renewed', ...owner, lookup, kept, ...terms } as const;
    const { before } = await this.ledger.handle(Token.decider, Token.streamOf(tokenId), command, caller.origin);
    await this.owned.forgetValue(before);
    return { token: await this.owned.view(tokenId, null), credential };
  }
}

/** Creates the caller's legacy token, unless there is one that works. */
export class CreateLegacyToken extends Command<IssuedToken> {
  constructor(readonly caller: Caller) {
    super();
  }
}

@CommandHandler(CreateLegacyToken)
export class CreateLegacyTokenHandler implements ICommandHandler<CreateLegacyToken> {
  constructor(
    private readonly validity: TokenValidity,
    private readonly terms: TokenTermsOf,
    private readonly renewLegacyToken: RenewLegacyTokenHandler,
  ) {}

  async execute({ caller }: CreateLegacyToken): Promise<IssuedToken> {
    if (!this.terms.legacy(caller.organizationId).typeEnabled) throw new Refusal('token/type-disabled');
    const existing = this.validity.tokens.byId(legacyTokenId(caller.organizationId, caller.id));
    if (existing && !existing.revoked) throw new Refusal('token/already-valid');
    return this.renewLegacyToken.execute(new RenewLegacyToken(caller));
  }
}

/** A person has one legacy token, and any other id names nothing here. */
function ownLegacyTokenId(caller: Caller, named: string | undefined): string {
  const tokenId = legacyTokenId(caller.organizationId, caller.id);
  if (named !== undefined && named !== tokenId) throw new Refusal('token/not-found');
  return tokenId;
}

/** A confirmed session may, and so may whoever holds the very token: they learn nothing that they do not have. */
function requireOwnLegacyRight(caller: Caller): void {
  if (caller.kind !== 'user') throw new Refusal('permission/denied');
  if (!caller.mayGive && caller.token.kind !== 'legacy') throw new Refusal('permission/confirmation-required');
}
