import { Injectable } from '@nestjs/common';
import { PersonalData } from '#credentials/personal-data';
import { SecretVault } from '#credentials/secret-vault';
import { Refusal } from '#domain/refusal';
import { mayActOn } from '#domain/role';
import * as Token from '#domain/token';
import { textsOf } from '#domain/token.texts';
import { isLive } from '#domain/verdict';
import { Ledger } from '#event-store/ledger';
import type { TokenRow } from '#projections/token-validity/token-row';
import { TokenValidity } from '#projections/token-validity/token-validity';
import type { Caller } from '../../edge/authentication/caller.js';
import { CredentialJudge } from '../../edge/authentication/credential-judge.js';
import { FollowUps } from '../../edge/follow-ups.js';
import { LastUses } from './last-uses.js';
import { type PreviousView, previousView, type TokenView, tokenView } from './token-view.js';

/** What is shown of a token beside what the index knows. */
export type KnownOfToken = Pick<TokenView, 'name' | 'createdAt' | 'lastUsedAt'> & { readonly previousUsedAt?: string | null };

/** Tokens by id within the caller's organization: a foreign id and a missing one look the same. */
@Injectable()
export class OwnedTokens {
  constructor(
    private readonly ledger: Ledger,
    private readonly validity: TokenValidity,
    private readonly credentialJudge: CredentialJudge,
    private readonly personalData: PersonalData,
    private readonly secrets: SecretVault,
    private readonly lastUses: LastUses,
    private readonly followUps: FollowUps,
  ) {}

  /** @throws Refusal token/not-found unless the token is the caller's own */
  byCaller(tokenId: string, caller: Caller): TokenRow {
    const row = this.#inOrganizationOf(caller, tokenId);
    if (row.ownerId !== caller.id) throw new Refusal('token/not-found');
    return row;
  }

  /** The caller's own token, or one of somebody on whom the caller, an administrator at least, may act. */
  byActor(tokenId: string, caller: Caller): TokenRow {
    const row = this.#inOrganizationOf(caller, tokenId);
    if (row.ownerId === caller.id) return row;
    if (caller.role !== 'administrator' && caller.role !== 'owner') throw new Refusal('token/not-found');
    const owner = this.validity.principals.membership(row.ownerKind, row.ownerId, row.organizationId);
    if (!owner || !mayActOn(caller.role, owner.role)) throw new Refusal('role/above-own');
    return row;
  }

  /** Whether the token may still work at some time: suspended ones count. */
  isLive(row: TokenRow): boolean {
    return isLive(this.credentialJudge.judgeRow(row));
  }

  /** The personal tokens that were made with this legacy token, and end with it. */
  liveBornOf(legacyTokenId: string): TokenRow[] {
    const legacy = this.validity.tokens.byId(legacyTokenId);
    return legacy ? this.validity.tokens.bornOf(legacy).filter((row) => this.isLive(row)) : [];
  }

  /** What the token's own stream tells, and when it was last used. A command reads it before it appends. */
  async known(tokenId: string): Promise<KnownOfToken> {
    const { state, begunAt } = await this.ledger.on(Token.stream(tokenId)).load();
    if (state.status === 'absent' || begunAt === null) throw new Refusal('token/not-found');
    const { name } = await this.personalData.openAll(textsOf({ id: tokenId, ...state }), { name: state.name });
    const row = this.validity.tokens.byId(tokenId);
    const previousUsedAt = row ? this.lastUses.previousUsedAt(row) : null;
    return { name, createdAt: begunAt, lastUsedAt: this.lastUsedAt(tokenId), previousUsedAt };
  }

  /** The token as the index has it at this moment. This reads nothing else, so it cannot fail after an append. */
  view(tokenId: string, known: KnownOfToken): TokenView {
    const row = this.validity.tokens.byId(tokenId);
    if (!row) throw new Refusal('token/not-found');
    return tokenView(row, known, this.credentialJudge.judgeRow(row), this.previousOf(row, known.previousUsedAt ?? null));
  }

  /** The generation before the newest, unless its time is over for ever. */
  previousOf(row: TokenRow, lastUsedAt: string | null): PreviousView | null {
    return previousView(row, this.credentialJudge, lastUsedAt);
  }

  /** To be called right after a replacement, when nobody can have used the new credential yet, with the token's last use until then. */
  noteReplaced(tokenId: string, lastUsedAt: string | null): void {
    this.lastUses.noteReplaced(tokenId, lastUsedAt);
  }

  lastUsedAt(tokenId: string): string | null {
    return this.lastUses.usedAt(tokenId);
  }

  /** A replaced or revoked legacy token cannot be shown to anybody any more. */
  async deleteValue(of: Token.State | { readonly kept: Token.Kept }): Promise<void> {
    const vaultId = 'kept' in of ? of.kept.vaultId : undefined;
    if (vaultId === undefined) return;
    await this.followUps.attempt('the value of a token that is over is deleted', () => this.secrets.destroy(vaultId));
  }

  #inOrganizationOf(caller: Caller, tokenId: string): TokenRow {
    const row = this.validity.tokens.byId(tokenId);
    if (!row || row.organizationId !== caller.organizationId) throw new Refusal('token/not-found');
    return row;
  }
}
