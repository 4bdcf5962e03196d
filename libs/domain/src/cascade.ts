import type { DecidedStream, Decider } from './decider.js';

/** Each event that affects other streams has one cascade stream. */
export const stream = (causeId: string): DecidedStream<State, Command, Event> => ({ name: `cascade-${causeId}`, decider });

/** What a cascade did to the tokens it hit. This is only a record: no verdict reads it. */
export type Effect = 'suspended' | 'resumed' | 'revoked';

/** The events that affect tokens on other streams, and what becomes of the owner's tokens. */
export const effects = {
  UserDisabled: 'suspended',
  UserEnabled: 'resumed',
  PersonalDataErased: 'revoked',
  ServiceAccountReleased: 'revoked',
} as const satisfies Readonly<Record<string, Effect>>;

export type CauseType = keyof typeof effects;

/** Whether the event affects tokens on other streams. */
export const isCause = (event: { readonly type: string }): event is { readonly type: CauseType } => Object.hasOwn(effects, event.type);

interface Hit {
  readonly ownerId: string;
  readonly tokenIds: readonly string[];
}

/** Stored for ever under these names. Add optional fields; never rename or remove one. */
export type Event =
  /** These tokens of a disabled owner stopped, until the owner is enabled. */
  | ({ type: 'TokensSuspended' } & Hit)
  /** These tokens of an owner who was enabled authenticate again. */
  | ({ type: 'TokensResumed' } & Hit)
  /** These tokens were revoked with their owner. */
  | ({ type: 'TokensRevoked' } & Hit)
  /** Every token that the cause hit is recorded. */
  | { type: 'CascadeCompleted'; ownerId: string; tokens: number };

/** The token ids ascend across all parts, so the last recorded id alone tells where an interrupted record has to continue. */
export type Command = { type: 'RecordCascade'; effect: Effect; ownerId: string; tokenIds: readonly string[]; isLast: boolean };

/** `recordedTo` is the greatest id that was recorded, `tokens` the number of recorded ids. */
export type State = { recordedTo: string; tokens: number; completed: boolean };

/** This limit keeps an event far below the maximum size of an envelope. */
export const tokensPerEvent = 500;

const typeOf = { suspended: 'TokensSuspended', resumed: 'TokensResumed', revoked: 'TokensRevoked' } as const;

export const decider: Decider<State, Command, Event> = {
  initial: { recordedTo: '', tokens: 0, completed: false },
  decide({ recordedTo, tokens, completed }, { effect, ownerId, tokenIds, isLast }) {
    if (completed) return [];
    const missing = tokenIds.filter((id) => id > recordedTo);
    const events: Event[] = [];
    for (let from = 0; from < missing.length; from += tokensPerEvent) {
      events.push({ type: typeOf[effect], ownerId, tokenIds: missing.slice(from, from + tokensPerEvent) });
    }
    if (isLast) events.push({ type: 'CascadeCompleted', ownerId, tokens: tokens + missing.length });
    return events;
  },
  evolve(state, event) {
    if (event.type === 'CascadeCompleted') return { ...state, completed: true };
    const recordedTo = event.tokenIds.reduce((greatest, id) => (id > greatest ? id : greatest), state.recordedTo);
    return { ...state, recordedTo, tokens: state.tokens + event.tokenIds.length };
  },
};
