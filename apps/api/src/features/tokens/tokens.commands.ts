import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { PersonalData } from '#credentials/personal-data';
import { Refusal } from '#domain/refusal';
import * as Token from '#domain/token';
import { textsOf } from '#domain/token.texts';
import { Ledger } from '#event-store/ledger';
import type { Caller } from '../../edge/authentication/caller.js';
import { CredentialJudge } from '../../edge/authentication/credential-judge.js';
import { CredentialMint } from '../../edge/authentication/credential-mint.js';
import { credential, object, type Shape } from '../../edge/http/schema.js';
import { newId } from '../../edge/ids.js';
import { type OverlapRequest, overlapFrom } from './overlap.dto.js';
import { OwnedTokens } from './owned-tokens.js';
import { Revocations } from './revocations.js';
import { TokenCeilings } from './token-ceilings.js';
import { TokenTermsSource } from './token-terms-source.js';
import { TokenView } from './token-view.js';
import type { IssueTokenRequest, RevokeTokenRequest } from './tokens.dto.js';

export const IssuedToken = object('IssuedToken', {
  token: TokenView,
  credential,
});
export type IssuedToken = Shape<typeof IssuedToken>;

/** Issues a personal access token to the caller. */
export class IssueToken extends Command<IssuedToken> {
  constructor(
    readonly caller: Caller,
    readonly request: Partial<IssueTokenRequest>,
  ) {
    super();
  }
}

@CommandHandler(IssueToken)
export class IssueTokenHandler implements ICommandHandler<IssueToken> {
  constructor(
    private readonly ledger: Ledger,
    private readonly mint: CredentialMint,
    private readonly terms: TokenTermsSource,
    private readonly personalData: PersonalData,
    private readonly owned: OwnedTokens,
    private readonly ceilings: TokenCeilings,
  ) {}

  async execute({ caller, request }: IssueToken): Promise<IssuedToken> {
    requireMayIssue(caller);
    await this.ceilings.takeRoom(caller);
    const tokenId = caller.idempotentId ?? newId();
    const { kind: _, expiresAt, ...typed } = request;
    const terms = this.terms.personal(caller.organizationId, expiresAt);
    const { credential, lookup, kept } = this.mint.personal(tokenId, 1, caller.id, new Date(terms.expiresAt));
    const owner: Token.Owned = { kind: 'personal', ownerKind: 'user', ownerId: caller.id, name: null };
    const told = await this.personalData.sealAll(textsOf({ id: tokenId, ...owner }), typed);
    const madeWith = caller.token.kind === 'legacy' && { legacyGeneration: caller.token.generation };
    const command: Token.Command = { type: 'IssueToken', ...owner, ...madeWith, ...told, lookup, kept, ...terms };
    const stream = this.terms.stream(tokenId, 'personal', caller.organizationId, terms);
    const { before, begunAt } = await this.#begin(stream, command, caller);
    // Nothing was appended then, and this credential is not the one that is recorded under the id.
    if (before.status !== 'absent') throw new Refusal('token/id-taken');
    const known = { name: typed.name ?? null, createdAt: begunAt as string, lastUsedAt: null };
    return { token: this.owned.view(tokenId, known), credential };
  }

  /** An id that the client gave may belong to an earlier token. */
  #begin(stream: ReturnType<typeof Token.stream>, command: Token.Command, { idempotentId, origin }: Caller) {
    const token = this.ledger.on(stream);
    return idempotentId === undefined ? token.begin(command, origin) : token.handle(command, origin);
  }
}

/** Replaces a personal access token of the caller by its next generation, which ends no later unless the caller may grant rights. */
export class RotateToken extends Command<IssuedToken> {
  constructor(
    readonly caller: Caller,
    readonly tokenId: string,
    /** How long the credential that is replaced stays good beside the next one. */
    readonly overlap: OverlapRequest = {},
    /** Generation of the presented credential; the newest when the caller proved the right by a session. */
    readonly fromGeneration?: number,
  ) {
    super();
  }
}

@CommandHandler(RotateToken)
export class RotateTokenHandler implements ICommandHandler<RotateToken> {
  constructor(
    private readonly ledger: Ledger,
    private readonly mint: CredentialMint,
    private readonly terms: TokenTermsSource,
    private readonly owned: OwnedTokens,
    private readonly credentialJudge: CredentialJudge,
  ) {}

  async execute({ caller, tokenId, overlap, fromGeneration }: RotateToken): Promise<IssuedToken> {
    const row = this.owned.byCaller(tokenId, caller);
    if (row.kind !== 'personal') throw new Refusal('token/not-rotatable');
    // Possession continues an existing term; a new term takes the right to grant.
    const mayOutlive = caller.mayGrant;
    const terms = this.terms.personal(caller.organizationId, undefined, mayOutlive ? undefined : (row.expiresAtMs ?? undefined));
    if (!this.credentialJudge.judgeRow(row).active && terms.typeEnabled) throw new Refusal('token/revoked');
    const generation = fromGeneration ?? row.generation;
    const known = await this.owned.known(tokenId);
    // Two simultaneous rotations mint the same generation; the stream accepts one of them.
    const { credential, lookup, kept } = this.mint.personal(tokenId, generation + 1, caller.id, new Date(terms.expiresAt));
    const next = { fromGeneration: generation, mayOutlive, lookup, kept, ...terms, ...overlapFrom(terms.at, overlap) };
    const command: Token.Command = { type: 'RotateToken', ...next };
    const stream = this.terms.stream(tokenId, 'personal', caller.organizationId, terms);
    await this.ledger.on(stream).handle(command, caller.origin);
    this.owned.noteReplaced(tokenId, known.lastUsedAt);
    return { token: this.owned.view(tokenId, { ...known, previousUsedAt: known.lastUsedAt }), credential };
  }
}

/** Ends a token for ever: one of the caller's own, or of a person whom the caller may act on. */
export class RevokeToken extends Command<void> {
  constructor(
    readonly caller: Caller,
    readonly tokenId: string,
    /** What the caller says about why. */
    readonly why: RevokeTokenRequest = {},
  ) {
    super();
  }
}

@CommandHandler(RevokeToken)
export class RevokeTokenHandler implements ICommandHandler<RevokeToken> {
  constructor(
    private readonly owned: OwnedTokens,
    private readonly revocations: Revocations,
  ) {}

  async execute({ caller, tokenId, why }: RevokeToken): Promise<void> {
    await this.revocations.revoke(this.owned.byActor(tokenId, caller), caller, why);
  }
}

/** A confirmed session may, and so may a request by a legacy token, which is worth more than what it creates. */
function requireMayIssue(caller: Caller): void {
  if (caller.kind !== 'user') throw new Refusal('permission/denied');
  if (!caller.mayGrant && caller.token.kind !== 'legacy') throw new Refusal('permission/confirmation-required');
}
