import { LRUCache } from 'lru-cache';
import { isLegacy, opaqueKindOf } from '#credentials/opaque-credential';
import type { SecretDigests } from '#credentials/secret-digest';
import * as Token from '#domain/token';
import type { Ledger } from '#event-store/handle-command';
import type { TokenRow } from '#projections/token-row';
import type { TokenValidity } from '#projections/token-validity';
import type { VerifierRow } from '#projections/verifier-rows';
import type { CredentialVerifier, Judged } from '../authentication/credential-verifier.js';
import { type Config, limits } from '../config.js';
import type { PresentedVerifier } from './oauth-request.js';

/** RFC 7662 §2.2. Whatever is not good is `{"active": false}` and nothing else, for whatever reason. */
export type Introspection =
  | { readonly active: false }
  | {
      readonly active: true;
      readonly token_type: 'Bearer' | 'Token';
      readonly sub: string;
      readonly iss: string;
      readonly iat: number;
      readonly exp?: number;
      readonly token_id: string;
      readonly subject_type: 'user' | 'service-account';
      readonly role: string;
      readonly organization_id: string;
    };

const inactive = { active: false } as const;
const issueTimesMax = 100_000;

/** Says to the verifiers of an organization whether a credential of it would authenticate a request now. */
export class Introspector {
  readonly #verifierByLookup = (lookup: string) => this.validity.verifier(lookup);
  /** By the token's id; milliseconds since 1970. */
  readonly #issuedAt = new LRUCache<string, number>({ max: issueTimesMax });

  constructor(
    private readonly config: Config,
    private readonly validity: TokenValidity,
    private readonly digests: SecretDigests,
    private readonly verifier: CredentialVerifier,
    private readonly ledger: Ledger,
  ) {}

  /** The verifier whose credential it is, if it is one of ours at this moment. */
  verifierOf({ id, credential }: PresentedVerifier): VerifierRow | undefined {
    if (opaqueKindOf(credential) !== 'verifier') return undefined;
    const row = this.digests.findByLookup(credential, this.#verifierByLookup);
    return id === null || id === row?.id ? row : undefined;
  }

  /** The answer at this moment; when the token was issued may have to be asked of its stream first, and then it is judged again. */
  async introspect(token: string, asking: VerifierRow): Promise<Introspection> {
    for (;;) {
      const judged = this.#judge(token);
      const answer = this.#answerOf(token, judged, asking);
      if (answer !== null) return answer;
      await this.#learnIssueTime(judged.token as TokenRow);
    }
  }

  /** The same without waiting for anything; null where that cannot be. */
  introspectAtOnce(token: string, asking: VerifierRow): Introspection | null {
    return this.#answerOf(token, this.#judge(token), asking);
  }

  /** Null while nobody knows when the token was issued. */
  #answerOf(token: string, { verdict, token: row, as, accessEndsAtMs }: Judged, asking: VerifierRow): Introspection | null {
    if (!verdict.active || !row || row.organizationId !== asking.organizationId) return inactive;
    const isAccess = as === 'access';
    const issuedAtMs = isAccess ? (accessEndsAtMs ?? 0) - limits.accessRefusedAfterSeconds * 1000 : this.#issuedAt.get(row.id);
    if (issuedAtMs === undefined) return null;
    const endsAtMs = isAccess ? earlierOf(accessEndsAtMs, row.expiresAtMs) : row.expiresAtMs;
    return {
      active: true,
      token_type: schemeOf(token) === 'token' ? 'Token' : 'Bearer',
      sub: row.ownerId,
      iss: this.config.issuerOf(this.validity.logId),
      iat: Math.floor(issuedAtMs / 1000),
      ...(endsAtMs !== null && { exp: Math.floor(endsAtMs / 1000) }),
      token_id: row.id,
      subject_type: row.ownerKind,
      role: verdict.role,
      organization_id: row.organizationId,
    };
  }

  #judge(token: string): Judged {
    return this.verifier.judge(token, schemeOf(token));
  }

  /** When the token was issued is no part of a verdict, so its own stream is asked; once, since that never changes. */
  async #learnIssueTime({ id }: TokenRow): Promise<void> {
    const { begunAt } = await this.ledger.load(Token.decider, Token.streamOf(id));
    this.#issuedAt.set(id, Date.parse(begunAt as string));
  }
}

const schemeOf = (token: string) => (isLegacy(token) ? 'token' : 'bearer');

/** An access token ends by itself, or with its parent. */
const earlierOf = (ownEndMs: number | null, parentEndMs: number | null) =>
  Math.min(ownEndMs ?? Number.POSITIVE_INFINITY, parentEndMs ?? Number.POSITIVE_INFINITY);
