import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { LRUCache } from 'lru-cache';
import { isLegacy, opaqueKindOf } from '#credentials/opaque-credential';
import { SecretDigests } from '#credentials/secret-digest';
import { Refusal } from '#domain/refusal';
import * as Token from '#domain/token';
import { Ledger } from '#event-store/handle-command';
import type { TokenRow } from '#projections/token-row';
import { TokenValidity } from '#projections/token-validity';
import type { VerifierRow } from '#projections/verifier-rows';
import { RefusedAttempts } from '../activity/refused-attempts.js';
import { CredentialVerifier } from '../authentication/credential-verifier.js';
import { Config, limits } from '../config.js';
import { type PresentedVerifier, tokenOf } from './oauth-request.js';

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

/** Whether a credential would authenticate a request now, asked by a program that protects something else. */
export class Introspect extends Query<Introspection> {
  constructor(
    readonly by: PresentedVerifier | null,
    readonly body: unknown,
    /** Network address of whoever asks. */
    readonly source: string,
  ) {
    super();
  }
}

@QueryHandler(Introspect)
export class IntrospectHandler implements IQueryHandler<Introspect> {
  /** By the token's id; milliseconds since 1970. */
  readonly #issuedAt = new LRUCache<string, number>({ max: issueTimesMax });

  constructor(
    private readonly config: Config,
    private readonly validity: TokenValidity,
    private readonly digests: SecretDigests,
    private readonly verifier: CredentialVerifier,
    private readonly ledger: Ledger,
    private readonly attempts: RefusedAttempts,
  ) {}

  async execute({ by, body, source }: Introspect): Promise<Introspection> {
    const asking = this.#verifierOf(by, source);
    const token = tokenOf(body);
    const scheme = isLegacy(token) ? 'token' : 'bearer';
    const { verdict, token: row, as, accessEndsAtMs } = this.verifier.judge(token, scheme);
    if (!verdict.active || !row || row.organizationId !== asking.organizationId) return inactive;
    const { issuedAtMs, endsAtMs } =
      as === 'access'
        ? accessTerm(row.expiresAtMs, accessEndsAtMs)
        : { issuedAtMs: await this.#issuedAtMs(row), endsAtMs: row.expiresAtMs };
    return {
      active: true,
      token_type: scheme === 'token' ? 'Token' : 'Bearer',
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

  /** When the token was issued is no part of a verdict, so its own stream is asked; once, since that never changes. */
  async #issuedAtMs({ id }: TokenRow): Promise<number> {
    const known = this.#issuedAt.get(id);
    if (known !== undefined) return known;
    const { begunAt } = await this.ledger.load(Token.decider, Token.streamOf(id));
    const issuedAtMs = Date.parse(begunAt as string);
    this.#issuedAt.set(id, issuedAtMs);
    return issuedAtMs;
  }

  /** @throws Refusal credential/missing or credential/invalid */
  #verifierOf(by: PresentedVerifier | null, source: string): VerifierRow {
    if (!by) throw new Refusal('credential/missing');
    const isForm = opaqueKindOf(by.credential) === 'verifier';
    const row = isForm ? this.digests.findByLookup(by.credential, (lookup) => this.validity.verifier(lookup)) : undefined;
    if (row && (by.id === null || by.id === row.id)) return row;
    this.attempts.note({ reason: 'verifier/invalid', source, organizationId: null, tokenId: null });
    throw new Refusal('credential/invalid');
  }
}

/** An access token ends by itself, or with its parent. */
function accessTerm(parentExpiresAtMs: number | null, accessEndsAtMs: number | null) {
  const ownEndMs = accessEndsAtMs ?? 0;
  return {
    issuedAtMs: ownEndMs - limits.accessRefusedAfterSeconds * 1000,
    endsAtMs: Math.min(ownEndMs, parentExpiresAtMs ?? Number.POSITIVE_INFINITY),
  };
}
