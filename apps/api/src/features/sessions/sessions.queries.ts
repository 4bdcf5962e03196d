import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import * as Token from '#domain/token';
import { Clock } from '#event-store/clock';
import { Ledger } from '#event-store/ledger';
import { Config, limits } from '#installation/config';
import type { TokenRow } from '#projections/token-validity/token-row';
import { shownRole, shownRoleMembers } from '../../edge/authentication/access.js';
import type { Caller } from '../../edge/authentication/caller.js';
import { CredentialJudge } from '../../edge/authentication/credential-judge.js';
import { LongReadTurns } from '../../edge/http/long-read-turns.js';
import { type Page, type PageRequest, pageOf } from '../../edge/http/page-request.js';
import { flag, id, object, oneOf, type Shape, time } from '../../edge/http/schema.js';
import { LastUse, TokenDetailViews } from '../tokens/token-detail-views.js';
import { LiveSessions } from './live-sessions.js';

export const SessionView = object('SessionView', {
  id,
  createdAt: time,
  lastSeenAt: time.orNull(),
  confirmedAt: time.orNull(),
  expiresAt: time.orNull(),
  lastUse: LastUse.orNull(),
  current: flag(true),
});
export type SessionView = Shape<typeof SessionView>;

/** What signing in answers; the credential of the session is in a cookie alone. */
export const BegunSession = object('BegunSession', {
  id,
  userId: id,
  expiresAt: time,
  passwordChangeRequired: oneOf([true]).optional().about('Somebody else chose the password: the session may only choose a new one.'),
});
export type BegunSession = Shape<typeof BegunSession>;

/** The session that asks. Times are ISO-8601 UTC. */
export const CurrentSessionView = object('CurrentSessionView', {
  userId: id,
  ...shownRoleMembers,
  confirmedUntil: time
    .orNull()
    .about('Until when the session may do what grants rights; null when the password must be checked again before.'),
  idleEndsAt: time.orNull().about('When the session ends if it is not used before.'),
  expiresAt: time.orNull().about('When the session ends at the latest.'),
});
export type CurrentSessionView = Shape<typeof CurrentSessionView>;

/** The session that the caller asks with. */
export class DescribeCurrentSession extends Query<CurrentSessionView> {
  constructor(readonly caller: Caller) {
    super();
  }
}

@QueryHandler(DescribeCurrentSession)
export class DescribeCurrentSessionHandler implements IQueryHandler<DescribeCurrentSession> {
  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  async execute({ caller }: DescribeCurrentSession): Promise<CurrentSessionView> {
    const { confirmedAtMs, lastSeenMs, expiresAtMs } = caller.token;
    const confirmedUntilMs = later(confirmedAtMs, limits.confirmationSeconds);
    const isConfirmed = confirmedUntilMs !== null && confirmedUntilMs > this.clock.nowMs();
    return {
      userId: caller.id,
      ...shownRole(caller),
      confirmedUntil: isConfirmed ? isoOf(confirmedUntilMs) : null,
      idleEndsAt: isoOf(later(lastSeenMs, this.config.values.KEYLEDGER_SESSION_IDLE_SECONDS)),
      expiresAt: isoOf(expiresAtMs),
    };
  }
}

const later = (ms: number | null, seconds: number) => (ms === null ? null : ms + seconds * 1000);

/** The caller's sessions that are not over, newest first. */
export class ListSessions extends Query<Page<SessionView>> {
  constructor(
    readonly caller: Caller,
    readonly page: PageRequest,
  ) {
    super();
  }
}

@QueryHandler(ListSessions)
export class ListSessionsHandler implements IQueryHandler<ListSessions> {
  constructor(
    private readonly sessions: LiveSessions,
    private readonly credentialJudge: CredentialJudge,
    private readonly ledger: Ledger,
    private readonly details: TokenDetailViews,
    private readonly turns: LongReadTurns,
  ) {}

  async execute({ caller, page: { limit, cursor } }: ListSessions): Promise<Page<SessionView>> {
    const rows = (await this.sessions.of(caller.id)).filter((row) => this.credentialJudge.judgeRow(row).active);
    const older = rows.filter(({ id }) => cursor === undefined || id < cursor).sort((a, b) => (a.id < b.id ? 1 : -1));
    return pageOf(
      this.turns,
      older.slice(0, limit + 1),
      limit,
      ({ id }) => id,
      (row) => sessionView(row, caller, this.ledger, this.details),
    );
  }
}

/** `row` is of a session that the index has. */
export async function sessionView(row: TokenRow, caller: Caller, ledger: Ledger, details: TokenDetailViews): Promise<SessionView> {
  const { id, lastSeenMs, confirmedAtMs, expiresAtMs } = row;
  const { begunAt } = await ledger.on(Token.stream(id)).load();
  return {
    id,
    createdAt: begunAt as string,
    lastSeenAt: isoOf(lastSeenMs),
    confirmedAt: isoOf(confirmedAtMs),
    expiresAt: isoOf(expiresAtMs),
    lastUse: await details.lastUse(caller, row),
    current: id === caller.token.id,
  };
}

const isoOf = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());
