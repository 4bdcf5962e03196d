import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { TokenValidity } from '#projections/token-validity';
import type { Caller } from '../authentication/caller.js';
import { CredentialVerifier } from '../authentication/credential-verifier.js';
import { type Page, type PageRequest, pageOf } from '../http/page.js';

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
    private readonly validity: TokenValidity,
    private readonly verifier: CredentialVerifier,
  ) {}

  async execute({ caller, page: { limit, cursor } }: ListSessions): Promise<Page<SessionView>> {
    const rows = this.validity.tokens.ofOwner(caller.id).filter((row) => row.kind === 'session' && this.verifier.judgeRow(row).active);
    const older = rows.filter(({ id }) => cursor === undefined || id < cursor).sort((a, b) => (a.id < b.id ? 1 : -1));
    return pageOf(
      older.slice(0, limit + 1),
      limit,
      ({ id }) => id,
      (row) => ({
        id: row.id,
        createdAt: isoOf(row.issuedAtMs) as string,
        lastSeenAt: isoOf(row.lastSeenMs),
        confirmedAt: isoOf(row.confirmedAtMs),
        expiresAt: isoOf(row.expiresAtMs),
        current: row.id === caller.token.id,
      }),
    );
  }
}

const isoOf = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());
