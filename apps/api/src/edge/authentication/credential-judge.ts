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
import type { FollowUps } from '../follow-ups.js';
import { NewestUses } from './newest-uses.js';
import { SupersededTokens } from './superseded-tokens.js';

export interface Judged {
  readonly verdict: Verdict;
  /** The token that the credential belongs to; null when it belongs to none. */
  readonly token: TokenRow | null;
  readonly as: Presented['as'] | null;
  /** The generation of that token which the credential is of, or was made from. */
  readonly generation: number | null;
  /** For access tokens: their own `exp`, in milliseconds since 1970. They are accepted for a few seconds longer. */
  readonly access: { readonly issuedAtMs: number; readonly expiresAtMs: number } | null;
  /** For signed credentials: whether the log is known to have recorded this very text. */
  readonly isRecorded: boolean;
}

/** How a credential is presented, and from where. */
type Way = Pick<Presented, 'scheme' | 'address'>;

const iatLeewaySeconds = 60;
const unknown: Judged = {
  verdict: { active: false, reason: 'unknown' },
  token: null,
  as: null,
  generation: null,
  access: null,
  isRecorded: false,
};

/** Turns the text of a credential into a verdict. Every outcome that is not "good" is a refusal; there is no third answer. */
@Injectable()
export class CredentialJudge {
  readonly #superseded: SupersededTokens;
  readonly #newestUses: NewestUses;
  readonly #byKey = (key: Int32Array) => this.validity.tokens.byKey(key);

  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly digests: SecretDigests,
    private readonly signingKeys: SigningKeys,
    private readonly validity: TokenValidity,
    private readonly ledger: Ledger,
    followUps: FollowUps,
  ) {
    this.#superseded = new SupersededTokens(ledger);
    this.#newestUses = new NewestUses(ledger, followUps, () => clock.nowText());
  }

  /** Judges at this moment, or at the one that the caller has read from the clock; `address` says where the request came from. */
  judge(credential: string, scheme: HeaderScheme, address?: Presented['address'], nowMs = this.clock.nowMs()): Judged {
    return this.#noted(this.#judge(credential, { scheme, address }, nowMs), nowMs);
  }

  /** Judges a text about which somebody asks, in the way in which it is usually presented; that it was presented is noted nowhere. */
  inspect(credential: string): Judged {
    const nowMs = this.clock.nowMs();
    const judged = this.#judge(credential, { scheme: 'body' }, nowMs);
    if (judged.as === null) return judged;
    return this.#judge(credential, { scheme: schemesOf[judged.as][0] }, nowMs);
  }

  /**
   * Judges a credential whose possession is the proof. A personal access token must be the very one that was minted for its generation,
   * so that a stolen signing key forges none; its digest is not kept in memory but read from the token's stream. What the stream says of
   * a text never changes, so the answer is cached.
   */
  async judgePossession(credential: string, scheme: Scheme = 'body'): Promise<Judged> {
    const nowMs = this.clock.nowMs();
    const presented = { scheme };
    const judged = this.#noted(this.#judge(credential, presented, nowMs), nowMs);
    const { verdict, token, as, generation } = judged;
    // Also looks at a credential that is not good now: only the holder of the very text is told, for example, that it is suspended.
    const isSuperseded = !verdict.active && verdict.reason === 'superseded';
    if (as !== 'personal' || !token || isSuperseded || judged.isRecorded) return judged;
    const { state } = await this.ledger.on(Token.stream(token.id)).load();
    const digest = Token.generationsOf(state).find((each) => each.generation === generation)?.kept.digest;
    if (!this.digests.isDigestOf(digest ?? '', credential)) return unknown;
    this.signingKeys.signatures.markRecorded(credential);
    // The credential may have been revoked while the stream was read.
    const againMs = this.clock.nowMs();
    return this.#noted(this.#judge(credential, presented, againMs), againMs);
  }

  /** Judges a token as if the credential of its newest generation, or of another one, were presented in the way of its kind. */
  judgeRow(row: TokenRow, generation = row.generation): Verdict {
    const presented = { scheme: schemesOf[row.kind][0], as: row.kind, generation, accessEndsAtMs: null };
    return this.#verdict(row, presented, this.clock.nowMs());
  }

  #judge(credential: string, how: Way, nowMs: number): Judged {
    return isOpaque(credential) ? this.#judgeOpaque(credential, how, nowMs) : this.#judgeSigned(credential, how, nowMs);
  }

  #judgeOpaque(credential: string, { scheme, address }: Way, nowMs: number): Judged {
    const found = this.digests.findByKey(credential, this.#byKey);
    if (!found) return unknown;
    const { row, generation } = found;
    const verdict = this.#verdict(row, { scheme, as: row.kind, generation, accessEndsAtMs: null, address }, nowMs);
    return { verdict, token: row, as: row.kind, generation, access: null, isRecorded: false };
  }

  #judgeSigned(credential: string, { scheme, address }: Way, nowMs: number): Judged {
    const issuer = this.config.issuerOf(this.validity.logId);
    const claims = readSigned(credential, { issuer, audience: issuer }, this.signingKeys);
    const row = claims && this.validity.tokens.byId(claims.tid);
    if (!claims || claims.sub !== row?.ownerId || row.kind !== (claims.as === 'api-key' ? 'api-key' : 'personal')) return unknown;
    const { as, iat, exp, gen: generation } = claims;
    const isRecorded = claims.isRecorded || (as === 'api-key' && this.#isOfRow(credential, row));
    if (as === 'api-key' && !isRecorded) return unknown;
    if (iat > nowMs / 1000 + iatLeewaySeconds) return unknown;
    // An access token that was made with a stolen key lives no longer than one of ours, whatever it claims.
    const access = exp === null ? null : { issuedAtMs: iat * 1000, expiresAtMs: Math.min(exp, iat + limits.accessTtlSeconds) * 1000 };
    const accessEndsAtMs = access && access.expiresAtMs + limits.accessLeewaySeconds * 1000;
    const verdict = this.#verdict(row, { scheme, as, generation, accessEndsAtMs, address }, nowMs);
    return { verdict, token: row, as, generation, access, isRecorded };
  }

  /** Whether the keyed digest of the whole text is the look-up key of this row, so that a stolen signing key forges no API key. */
  #isOfRow(credential: string, { row }: TokenRow): boolean {
    const isOfRow = this.digests.findByKey(credential, this.#byKey)?.row.row === row;
    if (isOfRow) this.signingKeys.signatures.markRecorded(credential);
    return isOfRow;
  }

  /** Records for its owner that an earlier generation of a personal token was presented, or that the first use of the newest ended one. */
  #noted(judged: Judged, nowMs: number): Judged {
    const { verdict, token, as, generation, isRecorded } = judged;
    if (!token || generation === null) return judged;
    if (!verdict.active) {
      if (as === 'personal' && verdict.reason === 'superseded') this.#superseded.note(token, generation);
      return judged;
    }
    // A personal token that only its signature vouches for may be forged, and what is forged uses nothing.
    const isUse = generation === token.generation && (as !== 'personal' || isRecorded);
    // Almost no token has a previous generation, so asking costs next to nothing.
    const previous = isUse ? token.previous : null;
    if (previous?.endsOnFirstUse && nowMs < previous.endsAtMs) void this.#newestUses.note(token, previous.generation);
    const replaced = as === 'api-key' ? this.validity.tokens.apiKeys.endsWithUseOf(token.row) : -1;
    if (replaced >= 0) void this.#newestUses.noteSuccessor(this.validity.tokens.at(replaced));
    return judged;
  }

  #verdict(row: TokenRow, presented: Presented, nowMs: number): Verdict {
    const sessionIdleSeconds = this.validity.sessionIdleSeconds ?? this.config.values.KEYLEDGER_SESSION_IDLE_SECONDS;
    return this.validity.verdict(row, presented, { sessionIdleSeconds }, nowMs);
  }
}

const isOpaque = (credential: string) => isLegacy(credential) || opaqueKindOf(credential) !== null;
