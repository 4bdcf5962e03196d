import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Refusal } from '#domain/refusal';
import * as Token from '#domain/token';
import { Clock } from '#event-store/clock';
import { Ledger } from '#event-store/ledger';
import type { TokenRow } from '#projections/token-validity/token-row';
import type { Caller } from '../../edge/authentication/caller.js';
import { CredentialJudge, type Judged } from '../../edge/authentication/credential-judge.js';
import { CredentialMint } from '../../edge/authentication/credential-mint.js';
import { LongReadTurns } from '../../edge/http/long-read-turns.js';
import { object, type Shape, text, time } from '../../edge/http/schema.js';
import { RefusedAttempts } from '../../features/activity/refused-attempts.js';
import { LastUses } from '../../features/tokens/last-uses.js';
import type { From } from '../../features/tokens/recent-uses.js';
import { TokenCeilings } from '../../features/tokens/token-ceilings.js';
import { LabelStudioFailure } from './envelope.js';
import { refusedWords } from './refused-words.js';

/** What refreshing answers. */
export const AccessToken = object('AccessToken', { access: text('eyJ….eyJ….…') });
export type AccessToken = Shape<typeof AccessToken>;

/** A token as Label Studio lists it: without its signature, so that the list grants no access. */
export const ListedToken = object('ListedToken', {
  token: text('eyJ….eyJ…'),
  created_at: time,
  expires_at: time.orNull(),
});
export type ListedToken = Shape<typeof ListedToken>;

/** The caller's own personal tokens that are neither expired nor revoked. */
export class ListPersonalTokens extends Query<readonly ListedToken[]> {
  constructor(readonly caller: Caller) {
    super();
  }
}

@QueryHandler(ListPersonalTokens)
export class ListPersonalTokensHandler implements IQueryHandler<ListPersonalTokens> {
  constructor(
    private readonly ceilings: TokenCeilings,
    private readonly ledger: Ledger,
    private readonly turns: LongReadTurns,
  ) {}

  async execute({ caller }: ListPersonalTokens): Promise<readonly ListedToken[]> {
    const rows = await this.ceilings.liveTokens(caller, 'personal');
    return this.turns.each(rows, ({ id }) => this.#listed(id));
  }

  async #listed(tokenId: string): Promise<ListedToken> {
    const { state, begunAt } = await this.ledger.on(Token.stream(tokenId)).load();
    if (state.status === 'absent' || begunAt === null) throw new Refusal('token/not-found');
    return { token: state.kept.signedInput ?? '', created_at: begunAt, expires_at: state.expiresAt };
  }
}

/** Makes an access token from a personal access token. A whole token needs no other credential beside it. */
export class ExchangeToken extends Query<AccessToken> {
  constructor(
    readonly refresh: string,
    readonly from: From,
  ) {
    super();
  }
}

@QueryHandler(ExchangeToken)
export class ExchangeTokenHandler implements IQueryHandler<ExchangeToken> {
  constructor(
    private readonly credentialJudge: CredentialJudge,
    private readonly mint: CredentialMint,
    private readonly clock: Clock,
    private readonly lastUses: LastUses,
    private readonly attempts: RefusedAttempts,
  ) {}

  async execute({ refresh, from }: ExchangeToken): Promise<AccessToken> {
    const judged = await this.credentialJudge.judgePossession(refresh);
    try {
      const parent = parentOf(judged);
      const generation = judged.generation ?? parent.generation;
      this.lastUses.note(parent, this.clock.nowMs(), () => from, generation);
      return { access: this.mint.access(parent, generation) };
    } catch (error) {
      const reason = judged.verdict.active ? 'scheme-mismatch' : judged.verdict.reason;
      const { id: tokenId = null, organizationId = null } = judged.token ?? {};
      this.attempts.note({ reason, source: from.ip, organizationId, tokenId });
      throw error;
    }
  }
}

/** The personal access token that was presented whole. @throws LabelStudioFailure in the original's words */
function parentOf({ verdict, token, as }: Judged): TokenRow {
  if (as === 'access') throw refused('Token has wrong type');
  if (as !== 'personal' || !token) throw refused(refusedWords.unknown.exchange);
  if (!verdict.active) throw refused(refusedWords[verdict.reason].exchange);
  return token;
}

const refused = (detail: string) => new LabelStudioFailure(401, detail, { authenticate: 'Bearer realm="api"' });
