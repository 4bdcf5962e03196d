import { Injectable } from '@nestjs/common';
import { restingOn } from '#domain/decider';
import { switchOf, type TokenType } from '#domain/organization.settings';
import { Refusal } from '#domain/refusal';
import * as Token from '#domain/token';
import { expiryMax, outlivesCap } from '#domain/token.terms';
import { Clock } from '#event-store/clock';
import { TokenValidity } from '#projections/token-validity/token-validity';

export interface TokenTerms {
  readonly at: string;
  readonly expiresAt: string | null;
  readonly latestExpiry: string | null;
  readonly typeEnabled: boolean;
}

const dayMs = 86_400_000;
const expiryMaxMs = Date.parse(expiryMax);
const clockLeewayMs = 60_000;

const wholeSecond = (atMs: number) => new Date(Math.floor(atMs / 1000) * 1000).toISOString();

/** The organization's settings for a new token, as facts that travel inside the command. */
@Injectable()
export class TokenTermsSource {
  constructor(
    private readonly clock: Clock,
    private readonly validity: TokenValidity,
  ) {}

  /**
   * Personal tokens always expire: at the organization's maximum unless an earlier time is asked for, and never after `latestMs`. In whole
   * seconds, as in a JWT. A client whose clock is a little ahead, and that asks for the longest time that is allowed, gets it.
   */
  personal(organizationId: string, expiresAt?: string, latestMs = expiryMaxMs): TokenTerms & { expiresAt: string } {
    const cap = Math.min(this.clock.nowMs() + this.#settings(organizationId).personalAccessTokenTtlDays * dayMs, expiryMaxMs, latestMs);
    const asked = expiresAt === undefined ? cap : this.#momentOf(expiresAt);
    const granted = asked > cap && asked <= cap + clockLeewayMs ? cap : asked;
    return {
      at: this.clock.nowText(),
      expiresAt: wholeSecond(granted),
      latestExpiry: wholeSecond(cap),
      typeEnabled: this.#isEnabled('personal', organizationId),
    };
  }

  legacy(organizationId: string): TokenTerms {
    return { ...this.uncapped(null), typeEnabled: this.#isEnabled('legacy', organizationId) };
  }

  /** Kinds that no organization setting concerns. */
  uncapped(lifetimeSeconds: number | null): TokenTerms {
    const now = this.clock.now();
    const expiresAt = lifetimeSeconds === null ? null : new Date(now.getTime() + lifetimeSeconds * 1000).toISOString();
    return { at: now.toISOString(), expiresAt, latestExpiry: null, typeEnabled: true };
  }

  /**
   * The token's stream, where it is decided under these settings. Sealing a name, storing a value and reading a stream take a moment, in
   * which an owner may have switched the type off or lowered the maximum, so the settings are read again in the turn of the decision.
   */
  stream(tokenId: string, tokenType: TokenType, organizationId: string, terms: TokenTerms): ReturnType<typeof Token.stream> {
    return restingOn(Token.stream(tokenId), () => this.#requireStill(tokenType, organizationId, terms));
  }

  #requireStill(tokenType: TokenType, organizationId: string, { at, expiresAt, typeEnabled }: TokenTerms): void {
    if (!typeEnabled) return;
    if (!this.#isEnabled(tokenType, organizationId)) throw new Refusal('token/type-disabled');
    const latestMs = Date.parse(at) + this.#settings(organizationId).personalAccessTokenTtlDays * dayMs;
    if (tokenType === 'personal' && expiresAt !== null && Date.parse(expiresAt) > latestMs) throw outlivesCap(wholeSecond(latestMs));
  }

  #momentOf(expiresAt: string): number {
    const asked = Date.parse(expiresAt);
    if (Number.isNaN(asked) || asked > expiryMaxMs) throw new Refusal('token/expiry-invalid');
    return asked;
  }

  #isEnabled(tokenType: TokenType, organizationId: string): boolean {
    return this.#settings(organizationId)[switchOf[tokenType]];
  }

  #settings(organizationId: string) {
    const organization = this.validity.principals.organizations.get(organizationId);
    if (!organization) throw new Refusal('organization/not-found');
    return organization.settings;
  }
}
