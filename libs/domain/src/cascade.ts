import type { Decider } from './decider.js';

/** One stream for each event that hit more than itself. */
export const streamOf = (causeId: string) => `cascade-${causeId}`;

/** What became of the tokens that a cause hit. The record alone: no verdict reads it. */
export type Effect = 'suspended' | 'resumed' | 'revoked';

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
  /** These tokens ended with their owner. */
  | ({ type: 'TokensRevoked' } & Hit)
  /** Every token that the cause hit is recorded. */
  | { type: 'CascadeCompleted'; ownerId: string; tokens: number };

/** `tokenIds` are all that the cause hit, in an order that is the same whenever they are listed. */
export type Command = { type: 'RecordCascade'; effect: Effect; ownerId: string; tokenIds: readonly string[] };

/** How many of the tokens are recorded. */
export type State = { recorded: number; completed: boolean };

/** Keeps an event far below the size that a store takes. */
export const tokensPerEvent = 500;
/** Keeps an append short: what is not decided now is decided when the command is repeated. */
export const eventsPerAppend = 10;

const typeOf = { suspended: 'TokensSuspended', resumed: 'TokensResumed', revoked: 'TokensRevoked' } as const;

export const decider: Decider<State, Command, Event> = {
  initial: { recorded: 0, completed: false },
  decide({ recorded, completed }, { effect, ownerId, tokenIds }) {
    if (completed) return [];
    const end = Math.min(tokenIds.length, recorded + tokensPerEvent * eventsPerAppend);
    const events: Event[] = [];
    for (let from = recorded; from < end; from += tokensPerEvent) {
      events.push({ type: typeOf[effect], ownerId, tokenIds: tokenIds.slice(from, Math.min(end, from + tokensPerEvent)) });
    }
    if (end === tokenIds.length) events.push({ type: 'CascadeCompleted', ownerId, tokens: tokenIds.length });
    return events;
  },
  evolve(state, event) {
    if (event.type === 'CascadeCompleted') return { ...state, completed: true };
    return { ...state, recorded: state.recorded + event.tokenIds.length };
  },
};
