import { Injectable } from '@nestjs/common';
import { isLegacy, opaqueKindOf } from '#credentials/opaque-credential';
import { SecretDigests } from '#credentials/secret-digests';
import { isUnscoped, type Role, roles } from '#domain/role';
import * as Token from '#domain/token';
import { EventStore } from '#event-store/event-store';
import { Config } from '#installation/config';
import type { TokenRow } from '#projections/token-validity/token-row';
import { TokenValidity } from '#projections/token-validity/token-validity';
import type { VerifierRow } from '#projections/token-validity/verifier-rows';
import { CredentialJudge, type Judged } from '../../edge/authentication/credential-judge.js';
import { either, id, integer, list, object, oneOf, type Shape, text } from '../../edge/http/schema.js';
import { lruCache } from '../../edge/lru-cache.js';
import type { PresentedVerifier } from './token-request.js';

const Inactive = object('InactiveToken', { active: oneOf([false]) });

const Active = object('ActiveToken', {
  active: oneOf([true]),
  token_type: oneOf(['Bearer', 'Token']),
  sub: id,
  iss: text('https://keyledger.example'),
  iat: integer(1_893_456_000),
  exp: integer(1_893_459_600).optional(),
  token_id: id,
  subject_type: oneOf(['user', 'service-account']),
  role: oneOf(roles),
  organization_id: id,
  workspace_ids: list(text('w1')).optional().about('Of service accounts whose role is limited to what they are assigned to.'),
  project_ids: list(text('p1')).optional(),
});

/** RFC 7662 §2.2. A credential that is not good is `{"active": false}` and nothing else, whatever the reason. */
export const Introspection = either(Active, Inactive);
export type Introspection = Shape<typeof Introspection>;

const inactive = { active: false } as const;
const beginningsMax = 100_000;
const beginnings: ReadonlySet<string> = new Set<Token.Event['type']>(['TokenIssued', 'TokenRotated']);

/** Tells the verifiers of an organization whether one of its credentials would authenticate a request now. */
@Injectable()
export class Introspector {
  readonly #verifierByLookup = (lookup: string) => this.validity.verifier(lookup);
  /** By token id and generation; in milliseconds since 1970. */
  readonly #begunAt = lruCache<string, number>(beginningsMax);

  constructor(
    private readonly config: Config,
    private readonly validity: TokenValidity,
    private readonly digests: SecretDigests,
    private readonly credentialJudge: CredentialJudge,
    private readonly store: EventStore,
  ) {}

  /** The verifier that the credential belongs to, if it is a good one of ours at this moment. */
  verifierOf({ id, credential }: PresentedVerifier): VerifierRow | undefined {
    if (opaqueKindOf(credential) !== 'verifier') return undefined;
    const row = this.digests.findByLookup(credential, this.#verifierByLookup);
    return id === null || id === row?.id ? row : undefined;
  }

  /**
   * The answer at this moment for a client at this address, null where it is unknown. The start of the generation may have to be read from
   * its stream first, and then the credential is judged again.
   */
  async introspect(token: string, asking: VerifierRow, address: string | null): Promise<Introspection> {
    for (;;) {
      const judged = this.#judge(token, address);
      const answer = this.#answerOf(token, judged, asking);
      if (answer !== null) return answer;
      await this.#learnBeginning(judged);
    }
  }

  /** The same answer without waiting; null where waiting is needed. */
  introspectAtOnce(token: string, asking: VerifierRow): Introspection | null {
    return this.#answerOf(token, this.#judge(token, null), asking);
  }

  /** Null while the start of the generation is unknown. */
  #answerOf(token: string, { verdict, token: row, generation, access }: Judged, asking: VerifierRow): Introspection | null {
    if (!verdict.active || !row || generation === null || row.organizationId !== asking.organizationId) return inactive;
    const issuedAtMs = access ? access.issuedAtMs : this.#begunAt.get(`${row.id} ${generation}`);
    if (issuedAtMs === undefined) return null;
    const endsAtMs = access ? access.expiresAtMs : row.endsAtMs(generation);
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
      ...this.#scopeOf(row, verdict.role),
    };
  }

  #scopeOf({ ownerKind, ownerId }: TokenRow, role: Role) {
    const account = ownerKind === 'service-account' ? this.validity.principals.serviceAccounts.get(ownerId) : undefined;
    return account && !isUnscoped(role) && { workspace_ids: account.workspaceIds, project_ids: account.projectIds };
  }

  #judge(token: string, address: string | null): Judged {
    return this.credentialJudge.judge(token, schemeOf(token), () => address);
  }

  /** The start of a generation is no part of a verdict, so it is read from the token's stream, once, because it never changes. */
  async #learnBeginning({ token, generation }: Judged): Promise<void> {
    const { id } = token as TokenRow;
    const events = await this.store.readStream(Token.stream(id).name);
    const begun = events.find(({ type, data }) => beginnings.has(type) && data.generation === generation);
    if (!begun) throw new Error(`The stream of the token ${id} does not say when generation ${generation} began.`);
    this.#begunAt.set(`${id} ${generation}`, Date.parse(begun.occurredAt));
  }
}

const schemeOf = (token: string) => (isLegacy(token) ? 'token' : 'bearer');
