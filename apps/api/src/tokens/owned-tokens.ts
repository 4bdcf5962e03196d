import { Injectable } from '@nestjs/common';
import { PersonalData } from '#credentials/personal-data';
import { SecretVault } from '#credentials/secret-vault';
import { Refusal } from '#domain/refusal';
import { mayActOn } from '#domain/role';
import * as Token from '#domain/token';
import { TokenDirectory } from '#projections/token-directory';
import type { TokenRow } from '#projections/token-rows';
import { TokenValidity } from '#projections/token-validity';
import type { Caller } from '../authentication/caller.js';
import { CredentialVerifier } from '../authentication/credential-verifier.js';
import { ReadModelFreshness } from '../read-model-freshness.js';
import { LastUses } from './last-uses.js';
import { type TokenView, tokenView } from './token-view.js';

/** Tokens addressed within the caller's organization: a foreign id and a missing one look the same. */
@Injectable()
export class OwnedTokens {
  constructor(
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

  view(tokenId: string, name: string | null): TokenView {
    const row = this.validity.tokens.byId(tokenId);
    if (!row) throw new Refusal('token/not-found');
    return tokenView(row, name, this.verifier.judgeRow(row), this.lastUses.usedAt(tokenId));
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
  async forgetValue(vaultId: string | null): Promise<void> {
    if (vaultId !== null) await this.secrets.destroy(vaultId);
  }

  #inOrganizationOf(caller: Caller, tokenId: string): TokenRow {
    const row = this.validity.tokens.byId(tokenId);
    if (!row || row.organizationId !== caller.organizationId) throw new Refusal('token/not-found');
    return row;
  }
}
