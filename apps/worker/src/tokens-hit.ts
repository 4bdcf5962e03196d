import { setImmediate as nextTurn } from 'node:timers/promises';
import type { DomainEvent } from '#domain/events';
import * as Installation from '#domain/installation';
import * as Token from '#domain/token';
import type { Position, Recorded } from '#event-store/envelope';
import type { EventStore } from '#event-store/event-store';
import { toEvent } from '#event-store/upcast';
import type { TokenRow } from '#projections/token-rows';
import type { TokenValidity } from '#projections/token-validity';

const readsPerTurn = 200;

/** A token as it was at a certain place in the log. */
interface TokenThen {
  readonly order: Position;
  readonly revoked: boolean;
  readonly expiresAtMs: number | null;
}

/**
 * The tokens that an event hit: those of the owner that were neither revoked nor expired when it happened, whatever became of
 * them since. The same ids in the same order, however late and however often this is asked.
 */
export async function tokensHit(store: EventStore, validity: TokenValidity, ownerId: string, cause: Recorded): Promise<string[]> {
  const voidBefore = await revocationsBefore(store, ownerId, cause.position);
  const atMs = Date.parse(cause.occurredAt);
  const hit: string[] = [];
  let reads = 0;
  for (const row of validity.tokens.ofOwner(ownerId)) {
    if (row.kind === 'password-reset') continue;
    let then: TokenThen | null = row;
    if (!isUnchangedSince(row, cause.position)) {
      reads += 1;
      if (reads % readsPerTurn === 0) await nextTurn();
      then = await tokenAt(store, row.id, cause.position);
    }
    if (then && !then.revoked && then.order >= voidBefore && (then.expiresAtMs ?? Number.POSITIVE_INFINITY) > atMs) hit.push(row.id);
  }
  return hit.sort();
}

/** A row that is not revoked and was given before is as good as it was then: what was rotated since had not expired either. */
const isUnchangedSince = ({ revoked, order }: TokenRow, position: Position) => !revoked && order < position;

/** The place in the log before which all tokens of the owner were void already. */
async function revocationsBefore(store: EventStore, ownerId: string, position: Position): Promise<Position> {
  const pasts = await Promise.all([store.readStream(`user-${ownerId}`), store.readStream(Installation.stream)]);
  const marks = pasts.flat().filter((event) => event.position < position && isRevocationOfAll(event));
  return marks.reduce((latest, event) => (event.position > latest ? event.position : latest), 0n);
}

const isRevocationOfAll = ({ type }: Recorded) =>
  (['TokensRevokedBefore', 'RestoreDeclared'] satisfies DomainEvent['type'][] as string[]).includes(type);

async function tokenAt(store: EventStore, tokenId: string, position: Position): Promise<TokenThen | null> {
  const past = (await store.readStream(Token.streamOf(tokenId))).filter((event) => event.position < position);
  const state = past.map((recorded) => toEvent<Token.Event>(recorded)).reduce(Token.decider.evolve, Token.decider.initial);
  if (state.status === 'absent') return null;
  const given = past.filter(({ type, data }) => type === 'TokenIssued' || (type === 'TokenRotated' && data.cause !== 'rotated'));
  const expiresAtMs = state.expiresAt === null ? null : Date.parse(state.expiresAt);
  return { order: given[given.length - 1].position, revoked: state.status === 'revoked', expiresAtMs };
}
