import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { SecretDigests } from '#credentials/secret-digests';
import type * as Token from '#domain/token';
import { kinds } from '#domain/token';
import { reasons, standingOf, type Verdict } from '#domain/verdict';
import { EventStore } from '#event-store/event-store';
import { TokenDirectory, tokenDirectory } from '#projections/read-models/models/token-directory';
import type { TokenRow } from '#projections/token-validity/token-row';
import type { Caller } from '../../edge/authentication/caller.js';
import { CredentialJudge, type Judged } from '../../edge/authentication/credential-judge.js';
import type { NoOthers } from '../../edge/http/no-others.js';
import { ReadModelFreshness } from '../../edge/http/read-model-freshness.js';
import { flag, integer, object, oneOf, type Shape } from '../../edge/http/schema.js';
import { withoutSurroundingBlanks } from '../../edge/http/surrounding-blanks.js';
import { ActivityRecorder } from '../activity/activity-recorder.js';
import { SignedByRetiredKey } from './signed-by-retired-key.js';
import { TokenDetails, TokenDetailViews } from './token-detail-views.js';
import type { IdentifyCredentialRequest } from './tokens.dto.js';

const IdentifiedVerdict = object('IdentifiedVerdict', {
  standing: oneOf(['active', 'suspended', 'expired', 'revoked', 'unknown']),
  reason: oneOf(reasons).like('expired').orNull(),
});

/** What a text is that somebody found. Everything is null for a text that is no credential of the caller's organization. */
export const IdentifiedCredential = object('IdentifiedCredential', {
  genuine: flag(true).about("Whether this installation made this very text, for the caller's organization."),
  token: TokenDetails.orNull().about('The token that it belongs to; of an access token, the one that it was made from.'),
  presentedAs: oneOf([...kinds, 'access']).orNull(),
  generation: integer(1).orNull().about('Which term of the token the text is of: an earlier one was rotated, renewed or reset away.'),
  verdict: IdentifiedVerdict.orNull(),
});
export type IdentifiedCredential = Shape<typeof IdentifiedCredential>;

/** Says whose a text is and how it stands, whatever became of it. The question is recorded before it is answered; the text nowhere. */
export class IdentifyCredential extends Query<IdentifiedCredential> {
  constructor(
    readonly caller: Caller,
    readonly request: IdentifyCredentialRequest,
  ) {
    super();
  }
}

const notOurs: IdentifiedCredential = { genuine: false, token: null, presentedAs: null, generation: null, verdict: null };

@QueryHandler(IdentifyCredential)
export class IdentifyCredentialHandler implements IQueryHandler<IdentifyCredential> {
  constructor(
    private readonly credentialJudge: CredentialJudge,
    private readonly digests: SecretDigests,
    private readonly store: EventStore,
    private readonly retired: SignedByRetiredKey,
    private readonly directory: TokenDirectory,
    private readonly freshness: ReadModelFreshness,
    private readonly details: TokenDetailViews,
    private readonly activity: ActivityRecorder,
  ) {}

  async execute({ caller, request }: IdentifyCredential): Promise<IdentifiedCredential> {
    const { credential, ...others } = request;
    others satisfies NoOthers;
    const found = await this.#identified(caller, withoutSurroundingBlanks(credential));
    await this.activity.record({ type: 'CredentialIdentified', tokenId: found.token?.id ?? null }, caller.origin);
    return found;
  }

  async #identified(caller: Caller, credential: string): Promise<IdentifiedCredential> {
    await this.freshness.ready(tokenDirectory);
    const judged = await this.#genuine(credential);
    const isOfCaller = judged?.token.organizationId === caller.organizationId;
    const listing = isOfCaller ? await this.directory.get(judged.token.id) : undefined;
    if (!judged || !listing) return notOurs;
    const { as, generation, verdict } = judged;
    return {
      genuine: true,
      token: await this.details.of(caller, listing, await this.details.namesForAnswer()),
      presentedAs: as,
      generation,
      verdict: { standing: standingOf(verdict), reason: verdict.active ? null : verdict.reason },
    };
  }

  /** Null for a text that nobody here made, whatever it claims. */
  async #genuine(credential: string): Promise<(Judged & { readonly token: TokenRow }) | null> {
    const judged = this.credentialJudge.inspect(credential);
    const { token, as, generation } = judged;
    if (!token) return this.#ofRetiredKey(credential);
    // A stolen signing key makes texts that look right; only the digest of what was minted tells them apart.
    if (as === 'personal' && !(await this.#isMinted(token, generation, credential))) return null;
    return { ...judged, token };
  }

  async #ofRetiredKey(credential: string): Promise<(Judged & { readonly token: TokenRow }) | null> {
    const found = this.retired.apiKeyOf(credential) ?? (await this.retired.generationOf(credential));
    if (!found) return null;
    const { row: token, generation } = found;
    const verdict: Verdict = this.credentialJudge.judgeRow(token, generation);
    return { verdict, token, as: token.kind, generation, access: null, isRecorded: true };
  }

  async #isMinted(token: TokenRow, generation: number | null, credential: string): Promise<boolean> {
    const events = await this.store.readStream(`token-${token.id}`);
    return events.some(({ data }) => {
      const minted = data as Partial<Token.Generation>;
      return minted.generation === generation && this.digests.isDigestOf(minted.kept?.digest ?? '', credential);
    });
  }
}
