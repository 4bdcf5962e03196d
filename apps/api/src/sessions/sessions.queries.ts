import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { TokenValidity } from '#projections/token-validity';
import type { Caller } from '../authentication/caller.js';
import { CredentialVerifier } from '../authentication/credential-verifier.js';

export interface SessionView {
  readonly id: string;
  readonly createdAt: string;
  readonly lastSeenAt: string | null;
  readonly confirmedAt: string | null;
  readonly expiresAt: string | null;
  readonly current: boolean;
}

/** The caller's sessions that are not over, newest first. */
export class ListSessions extends Query<{ items: SessionView[]; nextCursor: null }> {
  constructor(readonly caller: Caller) {
    super();
  }
}

@QueryHandler(ListSessions)
export class ListSessionsHandler implements IQueryHandler<ListSessions> {
  constructor(
    private readonly validity: TokenValidity,
    private readonly verifier: CredentialVerifier,
  ) {}

  async execute({ caller }: ListSessions): Promise<{ items: SessionView[]; nextCursor: null }> {
    const rows = this.validity.tokens.ofOwner(caller.id).filter((row) => row.kind === 'session' && this.verifier.judgeRow(row).active);
    const items = rows.reverse().map((row) => ({
      id: row.id,
      createdAt: isoOf(row.issuedAtMs) as string,
      lastSeenAt: isoOf(row.lastSeenMs),
      confirmedAt: isoOf(row.confirmedAtMs),
      expiresAt: isoOf(row.expiresAtMs),
      current: row.id === caller.token.id,
    }));
    return { items, nextCursor: null };
  }
}

const isoOf = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());
