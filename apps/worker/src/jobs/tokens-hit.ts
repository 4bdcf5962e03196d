import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DomainEvent } from '#domain/events';
import * as Installation from '#domain/installation';
import * as Token from '#domain/token';
import type { Position, Recorded } from '#event-store/envelope';
import type { EventStore } from '#event-store/event-store';
import { toEvent } from '#event-store/upcast';
import type { TokenDirectory } from '#projections/read-models/models/token-directory';
import { TokenEndings } from '#projections/token-validity/token-endings';
import type { TokenRow } from '#projections/token-validity/token-row';
import type { TokenValidity } from '#projections/token-validity/token-validity';

/** Tokens are searched and recorded in parts of this many, so that requests are not delayed. */
export const tokensPerPart = 2000;
const looksPerTurn = 200;
/** Reading and folding a stream takes ten times as long as looking at a row. */
const readsPerTurn = 10;

/** Some of the affected tokens, in ascending order, and whether this part is the last. */
interface Part {
  readonly tokenIds: readonly string[];
  readonly isLast: boolean;
}

/** A token's state as of a position in the log. */
interface TokenThen {
  readonly order: Position | number;
  readonly revoked: boolean;
  readonly expiresAtMs: number | null;
}

/** Finds the tokens that an event affected. */
export class TokensHit {
  readonly #endings: TokenEndings;

  constructor(
    private readonly store: EventStore,
    private readonly validity: TokenValidity,
    private readonly directory: TokenDirectory,
  ) {
    this.#endings = new TokenEndings(store, validity.tokens);
  }

  /**
   * The owner's tokens that were neither revoked nor expired when the cause happened, and had not ended with a legacy token or a key,
   * whatever became of them since. The result is deterministic: the same ids in the same order, however late and often it is asked.
   *
   * @throws Error while the token directory has not applied the cause
   */
  async *by(cause: Recorded, ownerId: string): AsyncGenerator<Part> {
    const voidBefore = await this.#revocationsBefore(ownerId, cause.position);
    const atMs = Date.parse(cause.occurredAt);
    let marks: Promise<Recorded[]> | null = null;
    for (let after = '', isLast = false; !isLast; ) {
      // The directory is checked before the query and after it: before, since it might not have applied the cause; after, since its tables
      // might have been lost during the query.
      await this.directory.requireReached(cause.position);
      const ids = await this.directory.idsOfOwner(ownerId, after, tokensPerPart);
      await this.directory.requireReached(cause.position);
      const tokenIds: string[] = [];
      let reads = 0;
      for (const [index, id] of ids.entries()) {
        if (index % looksPerTurn === 0) await nextTurn();
        const row = this.validity.tokens.byId(id);
        // Sessions and reset links are not suspended with their owner: a disabling ends them, for ever.
        if (!row || row.kind === 'session' || row.kind === 'password-reset') continue;
        const mayHaveEnded = mayHaveEndedWithOthers(row);
        const isUnchanged = isUnchangedSince(row, cause.position);
        if ((!isUnchanged || mayHaveEnded) && ++reads % readsPerTurn === 0) await nextTurn();
        if (mayHaveEnded) marks ??= this.#endings.marksOf(row);
        if (marks && mayHaveEnded && (await this.#hadEnded(row, cause.position, await marks))) continue;
        const then = isUnchanged ? row : await this.#tokenAt(id, cause.position);
        if (then && !then.revoked && then.order >= voidBefore && (then.expiresAtMs ?? Number.POSITIVE_INFINITY) > atMs) tokenIds.push(id);
      }
      isLast = ids.length < tokensPerPart;
      after = ids.at(-1) ?? after;
      yield { tokenIds, isLast };
    }
  }

  /** Whether the token was over when the cause happened, by what ended others, too. */
  async #hadEnded(row: TokenRow, position: Position, marks: readonly Recorded[]): Promise<boolean> {
    return (await this.#endings.of(row, marks)).some((mark) => mark.position < position);
  }

  /** The position before which all tokens of the owner were already void. */
  async #revocationsBefore(ownerId: string, position: Position): Promise<Position> {
    const pasts = await Promise.all([this.store.readStream(`user-${ownerId}`), this.store.readStream(Installation.stream().name)]);
    const marks = pasts.flat().filter((event) => event.position < position && isRevocationOfAll(event));
    return marks.reduce((latest, event) => (event.position > latest ? event.position : latest), 0n);
  }

  async #tokenAt(tokenId: string, position: Position): Promise<TokenThen | null> {
    const past = (await this.store.readStream(Token.stream(tokenId).name)).filter((event) => event.position < position);
    const state = past.map((recorded) => toEvent<Token.Event>(recorded)).reduce(Token.decider.evolve, Token.decider.initial);
    if (state.status === 'absent') return null;
    const given = past.filter(({ type, data }) => type === 'TokenIssued' || (type === 'TokenRotated' && data.cause !== 'rotated'));
    const expiresAtMs = state.expiresAt === null ? null : Date.parse(state.expiresAt);
    return { order: given[given.length - 1].position, revoked: state.status === 'revoked', expiresAtMs };
  }
}

/** A row that is not revoked and was issued before the cause was valid then, too: had it expired, it could not have been rotated since. */
const isUnchangedSince = ({ revoked, order }: TokenRow, position: Position) => !revoked && order < position;

/** Whether its key was retired, or the legacy token that it was made with has ended: before the cause, or since. */
const mayHaveEndedWithOthers = ({ signingKeyRetired, legacyTokenEndedAt, order }: TokenRow) =>
  signingKeyRetired || (legacyTokenEndedAt !== null && order < legacyTokenEndedAt);

const isRevocationOfAll = ({ type }: Recorded) =>
  (['TokensRevokedBefore', 'RestoreDeclared'] satisfies DomainEvent['type'][] as string[]).includes(type);
