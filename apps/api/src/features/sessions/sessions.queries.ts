import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import * as Token from '#domain/token';
import { Ledger } from '#event-store/ledger';
import type { TokenRow } from '#projections/token-validity/token-row';
import type { Caller } from '../../edge/authentication/caller.js';
import { CredentialJudge } from '../../edge/authentication/credential-judge.js';
import { LongReadTurns } from '../../edge/http/long-read-turns.js';
import { type Page, type PageRequest, pageOf } from '../../edge/http/page-request.js';
import { LiveSessions } from './live-sessions.js';

export interface SessionView {
  readonly id: string;
  readonly createdAt: string;
  readonly lastSeenAt: string | null;
  readonly confirmedAt: string | null;
  readonly expiresAt: string | null;
  readonly current: boolean;
}

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
      (row) => this.#view(row, caller),
    );
  }

  async #view({ id, lastSeenMs, confirmedAtMs, expiresAtMs }: TokenRow, caller: Caller): Promise<SessionView> {
    const { begunAt } = await this.ledger.on(Token.stream(id)).load();
    return {
      id,
      createdAt: begunAt as string,
      lastSeenAt: isoOf(lastSeenMs),
      confirmedAt: isoOf(confirmedAtMs),
      expiresAt: isoOf(expiresAtMs),
      current: id === caller.token.id,
    };
  }
}

const isoOf = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());
