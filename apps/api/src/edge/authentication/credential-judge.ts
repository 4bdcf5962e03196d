import { Injectable } from '@nestjs/common';
import { isLegacy, opaqueKindOf } from '#credentials/opaque-credential';
import { SecretDigests } from '#credentials/secret-digests';
import { SigningKeys } from '#credentials/signing-keys';
import { readSigned } from '#credentials/token-claims';
import * as Token from '#domain/token';
import { type HeaderScheme, type Presented, type Scheme, schemesOf, type Verdict } from '#domain/verdict';
import { Clock } from '#event-store/clock';
import { Ledger } from '#event-store/ledger';
import { Config, limits } from '#installation/config';
import type { TokenRow } from '#projections/token-validity/token-row';
import { TokenValidity } from '#projections/token-validity/token-validity';
import { SupersededTokens } from './superseded-tokens.js';

export interface Judged {
  readonly verdict: Verdict;
  /** The token that the credential belongs to; null when it belongs to none. */
  readonly token: TokenRow | null;
  readonly as: Presented['as'] | null;
  /** Access tokens: what this one says of itself, in milliseconds since 1970. It is taken for a few seconds longer. */
  readonly access: { readonly issuedAtMs: number; readonly expiresAtMs: number } | null;
  /** Signed ones: whether this very text is known to be what the log says was minted. */
  readonly isRecorded: boolean;
}

const iatLeewaySeconds = 60;
const unknown: Judged = {
  verdict: { active: false, reason: 'unknown' },
  token: null,
  as: null,
  access: null,
  isRecorded: false,
};

/** Turns the text of a credential into a verdict. Everything that is not a yes is a no: there is no third answer. */
@Injectable()
export class CredentialVerifier {
  readonly #superseded: SupersededTokens;
  readonly #byKey = (key: Int32Array) => this.validity.tokens.byKey(key);

  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly digests: SecretDigests,
    private readonly signingKeys: SigningKeys,
    private readonly validity: TokenValidity,
    private readonly ledger: Ledger,
  ) {
    this.#superseded = new SupersededTokens(ledger);
  }

  /** At this moment, or at the one that the caller has read from the clock. */
  judge(credential: string, scheme: HeaderScheme, nowMs = this.clock.nowMs()): Judged {
    return this.#judge(credential, scheme, nowMs);
  }

  /**
   * Judges a credential whose possession is the proof. A personal access token must be the very one that was minted last, so
   * that a stolen signing key forges none; the digest that tells is not kept in memory but read from the token's own stream. What
   * the stream said of a text it says for ever, so it is asked once for each that comes again and again.
   */
  async judgePossession(credential: string, scheme: Scheme = 'body'): Promise<Judged> {
    const judged = this.#judge(credential, scheme, this.clock.nowMs());
    const { verdict, token, as } = judged;
    // Also of one that is not good now: to be suspended, say, is told only to anyone who holds the very text.
    const isNewest = verdict.active || verdict.reason !== 'superseded';
    if (as !== 'personal' || !token || !isNewest || judged.isRecorded) return judged;
    const { state } = await this.ledger.on(Token.stream(token.id)).load();
    const digest = state.status === 'absent' ? undefined : state.kept.digest;
    if (!this.digests.isDigestOf(digest ?? '', credential)) return unknown;
    this.signingKeys.signatures.markRecorded(credential);
    // Reading took a moment, in which it may have been revoked.
    return this.#judge(credential, scheme, this.clock.nowMs());
  }

  /** Judges a token as if the credential of its newest generation were presented in the way that its kind is. */
  judgeRow(row: TokenRow): Verdict {
    const presented = { scheme: schemesOf[row.kind][0], as: row.kind, generation: row.generation, accessEndsAtMs: null };
    return this.#verdict(row, presented, this.clock.nowMs());
  }

  #judge(credential: string, scheme: Scheme, nowMs: number): Judged {
    return isOpaque(credential) ? this.#judgeOpaque(credential, scheme, nowMs) : this.#judgeSigned(credential, scheme, nowMs);
  }

  #judgeOpaque(credential: string, scheme: Scheme, nowMs: number): Judged {
    const found = this.digests.findByKey(credential, this.#byKey);
    if (!found) return unknown;
    const { row, generation } = found;
    const verdict = this.#verdict(row, { scheme, as: row.kind, generation, accessEndsAtMs: null }, nowMs);
    return { verdict, token: row, as: row.kind, access: null, isRecorded: false };
  }

  #judgeSigned(credential: string, scheme: Scheme, nowMs: number): Judged {
    const issuer = this.config.issuerOf(this.validity.logId);
    const claims = readSigned(credential, { issuer, audience: issuer }, this.signingKeys);
    const row = claims && this.validity.tokens.byId(claims.tid);
    if (row?.kind !== 'personal' || claims?.sub !== row.ownerId) return unknown;
    const { as, iat, exp, gen: generation, isRecorded } = claims;
    if (iat > nowMs / 1000 + iatLeewaySeconds) return unknown;
    // However long it claims: an access token that somebody made with a stolen key lives no longer than one of ours.
    const access = exp === null ? null : { issuedAtMs: iat * 1000, expiresAtMs: Math.min(exp, iat + limits.accessTtlSeconds) * 1000 };
    const accessEndsAtMs = access && access.expiresAtMs + limits.accessLeewaySeconds * 1000;
    const verdict = this.#verdict(row, { scheme, as, generation, accessEndsAtMs }, nowMs);
    if (as === 'personal' && !verdict.active && verdict.reason === 'superseded') this.#superseded.note(row, generation);
    return { verdict, token: row, as, access, isRecorded };
  }

  #verdict(row: TokenRow, presented: Presented, nowMs: number): Verdict {
    const { KEYLEDGER_SESSION_IDLE_SECONDS: sessionIdleSeconds } = this.config.values;
    return this.validity.verdict(row, presented, { sessionIdleSeconds }, nowMs);
  }
}

const isOpaque = (credential: string) => isLegacy(credential) || opaqueKindOf(credential) !== null;
