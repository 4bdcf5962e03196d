import { Injectable } from '@nestjs/common';
import { PersonalData } from '#credentials/personal-data';
import { SecretVault } from '#credentials/secret-vault';
import { Refusal } from '#domain/refusal';
import { mayActOn } from '#domain/role';
import * as Token from '#domain/token';
import { Ledger } from '#event-store/handle-command';
import { TokenDirectory } from '#projections/token-directory';
import type { TokenRow } from '#projections/token-row';
import { TokenValidity } from '#projections/token-validity';
import type { Caller } from '../authentication/caller.js';
import { CredentialVerifier } from '../authentication/credential-verifier.js';
import { limits } from '../config.js';
import { ReadModelFreshness } from '../read-model-freshness.js';
import { LastUses } from './last-uses.js';
import { stateOf, type TokenView, tokenView } from './token-view.js';

/** Tokens addressed within the caller's organization: a foreign id and a missing one look the same. */
@Injectable()
export class OwnedTokens {
  constructor(
    private readonly ledger: Ledger,
    private readonly validity: TokenValidity,
    private readonly verifier: CredentialVerifier,
    private readonly directory: TokenDirectory,
    private readonly personalData: PersonalData,
    private readonly secrets: SecretVault,
    private readonly freshness: ReadModelFreshness,
    private readonly lastUses: LastUses,
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

  /** The caller's personal tokens that are neither expired nor revoked, oldest first. */
  async livePersonalTokens({ id: ownerId, organizationId }: Caller): Promise<TokenRow[]> {
    await this.freshness.ready();
    const live: TokenRow[] = [];
    for (let after: string | null = null, isLast = false; !isLast; ) {
      const of = { organizationId, ownerId, kinds: ['personal'], after, limit: limits.pageItemsMax } as const;
      const page = await this.directory.list(of);
      const rows = page.map(({ id }) => this.validity.tokens.byId(id));
      live.push(...(rows.filter((row) => row !== undefined && this.isLive(row)) as TokenRow[]));
      after = page.at(-1)?.id ?? null;
      isLast = page.length < of.limit;
    }
    return live;
  }

  /** Whether the token's time is not over for ever: suspended ones count. */
  isLive(row: TokenRow): boolean {
    return ['active', 'suspended'].includes(stateOf(this.verifier.judgeRow(row)));
  }

  async view(tokenId: string, name: string | null): Promise<TokenView> {
    const { begunAt } = await this.ledger.load(Token.decider, Token.streamOf(tokenId));
    return this.viewSince(begunAt, tokenId, { name, lastUsedAt: this.lastUsedAt(tokenId) });
  }

  /** The same of a token of which is known already when it began, ISO-8601 UTC, and when it was last used. */
  viewSince(createdAt: string | null, tokenId: string, known: Pick<TokenView, 'name' | 'lastUsedAt'>): TokenView {
    const row = this.validity.tokens.byId(tokenId);
    if (!row || createdAt === null) throw new Refusal('token/not-found');
    const { name, lastUsedAt } = known;
    return tokenView(row, { name, createdAt, lastUsedAt }, this.verifier.judgeRow(row));
  }

  lastUsedAt(tokenId: string): string | null {
    return this.lastUses.usedAt(tokenId);
  }

  async namedView(tokenId: string): Promise<TokenView> {
    await this.freshness.ready();
    const listed = await this.directory.get(tokenId);
    return this.view(tokenId, await this.nameOf(tokenId, listed?.name ?? null));
  }

  /** The name that somebody typed; null without one, and once its owner was erased. */
  async nameOf(tokenId: string, sealed: string | null): Promise<string | null> {
    return sealed === null ? null : this.personalData.open(sealed, { stream: Token.streamOf(tokenId), field: 'name' });
  }

  /** A legacy token that was replaced or revoked can be shown to nobody any more. */
  async forgetValue(of: Token.State | { readonly kept: Token.Kept }): Promise<void> {
    if ('kept' in of && of.kept.vaultId !== undefined) await this.secrets.destroy(of.kept.vaultId);
  }

  #inOrganizationOf(caller: Caller, tokenId: string): TokenRow {
    const row = this.validity.tokens.byId(tokenId);
    if (!row || row.organizationId !== caller.organizationId) throw new Refusal('token/not-found');
    return row;
  }
}
