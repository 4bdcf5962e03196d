import { Injectable } from '@nestjs/common';
import { lookupOfTokenId } from '#credentials/jwt';
import { mintLegacy, mintOpaque, type OpaqueKind } from '#credentials/opaque-credential';
import { SecretDigests } from '#credentials/secret-digests';
import { SecretVault } from '#credentials/secret-vault';
import { SigningKeys } from '#credentials/signing-keys';
import { type ApiKeySubject, mintAccessToken, mintApiKey, mintPersonalToken } from '#credentials/token-claims';
import type { Kept } from '#domain/token';
import { Clock } from '#event-store/clock';
import { Config, limits } from '#installation/config';
import type { TokenRow } from '#projections/token-validity/token-row';
import { TokenValidity } from '#projections/token-validity/token-validity';

/** A new credential: the text goes to the requester, the rest into the event. */
export interface Minted {
  readonly credential: string;
  readonly lookup: string;
  readonly kept: Kept;
}

/** Makes credentials of every kind with this installation's keys and issuer. */
@Injectable()
export class CredentialMint {
  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly digests: SecretDigests,
    private readonly signingKeys: SigningKeys,
    private readonly secrets: SecretVault,
    private readonly validity: TokenValidity,
  ) {}

  personal(tokenId: string, generation: number, userId: string, expiresAt: Date): Minted {
    const issuer = this.#issuer;
    const subject = { issuer, audience: issuer, userId, userNumber: this.#numberOf(userId) };
    const { credential, signedInput, jti, digest } = mintPersonalToken(
      // The spread comes last, because V8 takes 1 µs for each member that is added to a copy.
      { tokenId, generation, issuedAt: this.clock.now(), expiresAt, ...subject },
      this.signingKeys,
      this.digests,
    );
    return { credential, lookup: lookupOfTokenId(tokenId), kept: { pepperVersion: this.digests.version, jti, signedInput, digest } };
  }

  apiKey(key: ApiKeySubject): Minted {
    const { credential, signedInput, lookup } = mintApiKey(key, this.signingKeys, this.digests);
    return { credential, lookup, kept: { pepperVersion: this.digests.version, signedInput } };
  }

  /** The value is sealed in the vault before any event names it. */
  async legacy(): Promise<Minted> {
    const credential = mintLegacy();
    const vaultId = await this.secrets.keep('legacy-token', credential);
    return { credential, lookup: this.digests.lookup(credential), kept: { pepperVersion: this.digests.version, vaultId } };
  }

  opaque(kind: OpaqueKind): Minted {
    const credential = mintOpaque(kind);
    return { credential, lookup: this.digests.lookup(credential), kept: { pepperVersion: this.digests.version } };
  }

  /** An access token. Nothing of it is stored; it lives 290 s and never longer than the generation of its parent that it is made from. */
  access(parent: TokenRow, generation: number): string {
    const issuer = this.#issuer;
    return mintAccessToken(
      {
        issuer,
        audience: issuer,
        userId: parent.ownerId,
        userNumber: this.#numberOf(parent.ownerId),
        parentTokenId: parent.id,
        generation,
        issuedAt: this.clock.now(),
        parentExpiresAt: new Date(parent.endsAtMs(generation) ?? 8.64e15),
        accessTtlSeconds: limits.accessTtlSeconds,
      },
      this.signingKeys,
    );
  }

  get #issuer(): string {
    return this.config.issuerOf(this.validity.logId);
  }

  #numberOf(userId: string): number {
    return this.validity.principals.users.get(userId)?.number ?? 0;
  }
}
