import type { DomainEvent } from '#domain/events';
import * as Installation from '#domain/installation';
import * as Token from '#domain/token';
import { isExpired } from '#domain/token.records';
import * as User from '#domain/user';
import type { Position, Recorded } from '#event-store/envelope';
import type { EventStore } from '#event-store/event-store';
import { toEvent } from '#event-store/upcast';
import { signingKeyIdIn } from './token-policies.js';
import type { TokenRow } from './token-row.js';
import type { TokenTable } from './token-table.js';

type Owner = Pick<TokenRow, 'ownerKind' | 'ownerId'>;
type Ending = Pick<TokenRow, 'id' | 'kind' | 'order' | 'legacyTokenEndedAt'>;

/** A time in which a token could be good: from when it was issued, renewed or reset until an event of its own ended that. */
interface Life {
  readonly order: Position;
  /** Null while no event of the token itself ended it. */
  endedAt: Position | null;
  /** At its end. */
  state: Token.Issued;
}

/** Events on other streams that end any number of tokens for ever, without naming one. */
const markTypes: readonly string[] = [
  'TokensRevokedBefore',
  'RestoreDeclared',
  'SigningKeyRetired',
  'PasswordSet',
  'UserDisabled',
] satisfies DomainEvent['type'][];

/**
 * Finds what ended a token where no event names it: all credentials of its owner were revoked, a restore was declared, its key was retired,
 * the legacy token that it was made with ended, or its person signs in anew. Follows from the log alone, as a verdict does.
 */
export class TokenEndings {
  constructor(
    private readonly store: Pick<EventStore, 'readStream'>,
    private readonly tokens: Pick<TokenTable, 'byId'>,
  ) {}

  /** What may have ended any token of this owner, in the order of the log. */
  async marksOf({ ownerKind, ownerId }: Owner): Promise<Recorded[]> {
    const streams = [Installation.stream().name, ...(ownerKind === 'user' ? [User.stream(ownerId).name] : [])];
    const events = (await Promise.all(streams.map((stream) => this.store.readStream(stream)))).flat();
    return events.filter(({ type }) => markTypes.includes(type)).sort(inOrder);
  }

  /** What ended the token, of the owner's marks and by its legacy token: one for each time that it was issued or reset, at most. */
  async of(token: Ending, marks: readonly Recorded[]): Promise<Recorded[]> {
    const events = await this.store.readStream(Token.stream(token.id).name);
    const ofLegacy = token.legacyTokenEndedAt === null ? [] : await this.#endingsOfLegacyToken(events[0]);
    const all = [...marks, ...ofLegacy].sort(inOrder);
    return livesIn(events).flatMap(
      (life) => lateMark(token, life, ofLegacy) ?? all.find((mark) => isWithin(mark, life) && ends(mark, token, life)) ?? [],
    );
  }

  /** When the legacy token ended by which this token was asked for, itself or by the one that asked for it. */
  async #endingsOfLegacyToken(issued: Recorded | undefined): Promise<Recorded[]> {
    const by = this.tokens.byId(issued?.actor.credentialId ?? '');
    if (!by) return [];
    const events = await this.store.readStream(Token.stream(by.id).name);
    return by.kind === 'legacy' ? events.filter(isOfLegacyToken) : this.#endingsOfLegacyToken(events[0]);
  }
}

function livesIn(events: readonly Recorded[]): Life[] {
  const lives: Life[] = [];
  let state: Token.State = Token.decider.initial;
  for (const recorded of events) {
    const event = toEvent<Token.Event>(recorded);
    state = Token.decider.evolve(state, event);
    if (state.status === 'absent') continue;
    const isBegun = event.type === 'TokenIssued' || (event.type === 'TokenRotated' && event.cause !== 'rotated');
    const before = lives.at(-1);
    if (before?.endedAt === null && (isBegun || event.type === 'TokenRevoked')) before.endedAt = recorded.position;
    if (isBegun) lives.push({ order: recorded.position, endedAt: null, state });
    else if (before) before.state = state;
  }
  return lives;
}

/** The token was not over when this happened, neither by an event of its own nor by the time. */
const isWithin = ({ position, occurredAt }: Recorded, { order, endedAt, state }: Life): boolean =>
  position > order && (endedAt === null || position < endedAt) && !isExpired(state, occurredAt);

function ends(mark: Recorded, { id, kind }: Ending, { state }: Life): boolean {
  const isSignIn = kind === 'session' || kind === 'password-reset';
  switch (mark.type) {
    case 'SigningKeyRetired':
      return mark.data.kid === signingKeyIdIn(state.kept.signedInput);
    case 'UserDisabled':
      return isSignIn;
    case 'PasswordSet':
      // The session in which its person chose the password goes on.
      return isSignIn && !(kind === 'session' && mark.actor.credentialId === id);
    default:
      return true;
  }
}

const isOfLegacyToken = ({ type }: Recorded) => type === 'TokenRotated' || type === 'TokenRevoked';

/** The legacy token may have ended while the request with it was under way: then the token was over when it was issued. */
const lateMark = ({ order }: Ending, life: Life, ofLegacy: readonly Recorded[]): Recorded | undefined =>
  Number(order) === 0 ? ofLegacy.findLast(({ position }) => position < life.order) : undefined;

const inOrder = (a: Recorded, b: Recorded): number => (a.position < b.position ? -1 : 1);
