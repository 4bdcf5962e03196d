import { Injectable } from '@nestjs/common';
import { Refusal } from '#domain/refusal';
import { Clock } from '#event-store/clock';
import { Config, limits } from '#installation/config';
import { TokenDirectory, tokenDirectory } from '#projections/read-models/models/token-directory';
import type { TokenRow } from '#projections/token-validity/token-row';
import { TokenValidity } from '#projections/token-validity/token-validity';
import type { Caller } from '../../edge/authentication/caller.js';
import { LongReadTurns } from '../../edge/http/long-read-turns.js';
import { ReadModelFreshness } from '../../edge/http/read-model-freshness.js';
import { OwnedTokens } from './owned-tokens.js';

const roomsMax = 100_000;
/** While the read models are behind, a person gets at most this many tokens before their number is looked up again. */
const roomWhileUnknown = 20;

/** Whom tokens belong to, in one organization. */
type Person = Pick<Caller, 'id' | 'organizationId'>;
/** Kinds of which a person holds a limited number. */
type LimitedKind = 'personal' | 'api-key';

/**
 * How many tokens a person may hold. This is the only class through which a command asks a stored read model: such a limit spares people
 * confusion and protects nothing, so a race may exceed it without harm. It is asked before the first append, so that a read model that is
 * behind refuses a command that has not begun; asking after the append would fail a decision that is made.
 */
@Injectable()
export class TokenCeilings {
  /** How many tokens each owner may still get before their number is looked up again. */
  readonly #rooms = new Map<string, number>();
  readonly #lookingUp = new Map<string, Promise<void>>();

  constructor(
    private readonly validity: TokenValidity,
    private readonly directory: TokenDirectory,
    private readonly freshness: ReadModelFreshness,
    private readonly owned: OwnedTokens,
    private readonly turns: LongReadTurns,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /**
   * Label Studio gives a person one personal token at a time.
   * @throws Refusal token/already-valid; service/not-caught-up while that is unknown
   */
  async requireNoLivePersonalToken(caller: Caller): Promise<void> {
    if ((await this.liveTokens(caller, 'personal')).length > 0) throw new Refusal('token/already-valid');
  }

  /**
   * Nobody needs thousands, and all of them are read to list or to end them. The room left is looked up, and then counted down: issuing
   * must neither wait for the read models each time, nor fail while they are behind.
   * @throws Refusal token/too-many
   */
  async takeRoom(person: Person, kind: LimitedKind = 'personal'): Promise<void> {
    const owner = `${kind} ${person.organizationId} ${person.id}`;
    let room = this.#rooms.get(owner);
    for (; room === undefined; room = this.#rooms.get(owner)) await this.#lookUp(owner, person, kind);
    if (room > 1) this.#rooms.set(owner, room - 1);
    else this.#rooms.delete(owner);
    if (room <= 0) throw new Refusal('token/too-many');
  }

  /** Once for all who ask at the same time. */
  #lookUp(owner: string, person: Person, kind: LimitedKind): Promise<void> {
    const begun = this.#lookingUp.get(owner);
    if (begun) return begun;
    const lookingUp = this.#roomOf(person, kind)
      .then((room) => {
        if (this.#rooms.size >= roomsMax) this.#rooms.clear();
        this.#rooms.set(owner, room);
      })
      .finally(() => this.#lookingUp.delete(owner));
    this.#lookingUp.set(owner, lookingUp);
    return lookingUp;
  }

  async #roomOf(person: Person, kind: LimitedKind): Promise<number> {
    const max = this.config.values.KEYLEDGER_TOKENS_PER_OWNER_MAX;
    try {
      return max - (await this.liveTokens(person, kind, max)).length;
    } catch (error) {
      if (error instanceof Refusal && error.code === 'service/not-caught-up') return roomWhileUnknown;
      throw error;
    }
  }

  /**
   * The person's tokens of this kind that are neither expired nor revoked, oldest first; at most `max`.
   * @throws Refusal service/not-caught-up
   */
  async liveTokens({ id: ownerId, organizationId }: Person, kind: LimitedKind, max = Number.POSITIVE_INFINITY): Promise<TokenRow[]> {
    await this.freshness.ready(tokenDirectory);
    const live: TokenRow[] = [];
    const of = { organizationId, ownerId, kind, at: this.clock.nowText(), limit: limits.pageItemsMax } as const;
    for (let after = '', isLast = false; !isLast && live.length < max; ) {
      await this.turns.next();
      const ids = await this.directory.idsGoingOn({ ...of, after });
      const rows = await this.turns.each(ids, (id) => this.validity.tokens.byId(id));
      live.push(...(rows.filter((row) => row !== undefined && this.owned.isLive(row)) as TokenRow[]));
      after = ids.at(-1) ?? '';
      isLast = ids.length < of.limit;
    }
    return live;
  }
}
