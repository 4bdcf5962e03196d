import { Injectable } from '@nestjs/common';
import * as Token from '#domain/token';
import { Ledger } from '#event-store/ledger';
import { aside, type Origin } from '#event-store/origin';
import { Config } from '#installation/config';
import type { TokenRow } from '#projections/token-validity/token-row';
import { TokenValidity } from '#projections/token-validity/token-validity';
import { FollowUps } from '../../edge/follow-ups.js';
import { LongReadTurns } from '../../edge/http/long-read-turns.js';
import { OwnedTokens } from '../tokens/owned-tokens.js';

const peopleMax = 10_000;
/** One sign-in ends at most this many sessions, where there are more from before the limit existed. */
const endedAtOnceMax = 20;

/** Rows of the index, newest first, and the newest session that was looked at. */
interface Known {
  readonly upTo: number;
  readonly rows: readonly number[];
}

/**
 * The sessions of each person that are not over. The index has every session that there ever was, each one linked to the one before. A
 * session that is over stays so, so each is walked through only once.
 */
@Injectable()
export class LiveSessions {
  readonly #known = new Map<string, Known>();

  constructor(
    private readonly validity: TokenValidity,
    private readonly owned: OwnedTokens,
    private readonly ledger: Ledger,
    private readonly turns: LongReadTurns,
    private readonly config: Config,
    private readonly followUps: FollowUps,
  ) {}

  /** Newest first, the suspended ones too. */
  async of(userId: string): Promise<TokenRow[]> {
    const { tokens } = this.validity;
    const known = this.#known.get(userId) ?? { upTo: -1, rows: [] };
    const live: TokenRow[] = [];
    let { upTo } = known;
    for (const session of tokens.sessionsAfter(userId, known.upTo)) {
      if (this.turns.isOver) await this.turns.next();
      upTo = Math.max(upTo, session.row);
      if (this.owned.isLive(session)) live.push(session);
    }
    live.push(...known.rows.map((row) => tokens.at(row)).filter((session) => this.owned.isLive(session)));
    if (this.#known.size >= peopleMax) this.#known.clear();
    this.#known.set(userId, { upTo, rows: live.map(({ row }) => row) });
    return live;
  }

  /**
   * When a person has more sessions than allowed, this ends those unused for the longest time; never the one that has just begun, whose
   * beginning stands.
   */
  async endSurplus(userId: string, begunId: string, origin: Origin): Promise<void> {
    const live = await this.of(userId);
    const surplus = live.length - this.config.values.KEYLEDGER_SESSIONS_PER_PERSON_MAX;
    if (surplus <= 0) return;
    const unusedLongest = live.filter(({ id }) => id !== begunId).sort((a, b) => (a.lastSeenMs ?? 0) - (b.lastSeenMs ?? 0));
    for (const { id } of unusedLongest.slice(0, Math.min(surplus, endedAtOnceMax))) {
      await this.followUps.attempt('A session too many is ended', () => this.#end(id, origin));
    }
  }

  async #end(sessionId: string, origin: Origin): Promise<void> {
    const command: Token.Command = { type: 'RevokeToken', reason: 'revoked', by: 'system', cause: 'unused' };
    await this.ledger.on(Token.stream(sessionId)).handle(command, aside(origin, { actor: { kind: 'system', id: 'api' } }));
  }
}
