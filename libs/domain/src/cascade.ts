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

export type Command = { type: 'RecordCascade'; effect: Effect; ownerId: string; tokenIds: readonly string[]; isLast: boolean };

export type State = { recorded: ReadonlySet<string>; completed: boolean };

/** Keeps an event far below the size that a store takes. */
export const tokensPerEvent = 500;

const typeOf = { suspended: 'TokensSuspended', resumed: 'TokensResumed', revoked: 'TokensRevoked' } as const;

export const decider: Decider<State, Command, Event> = {
  initial: { recorded: new Set(), completed: false },
  decide({ recorded, completed }, { effect, ownerId, tokenIds, isLast }) {
    if (completed) return [];
    const missing = tokenIds.filter((id) => !recorded.has(id));
    const events: Event[] = [];
    for (let from = 0; from < missing.length; from += tokensPerEvent) {
      events.push({ type: typeOf[effect], ownerId, tokenIds: missing.slice(from, from + tokensPerEvent) });
    }
    if (isLast) events.push({ type: 'CascadeCompleted', ownerId, tokens: recorded.size + missing.length });
    return events;
  },
  evolve(state, event) {
    if (event.type === 'CascadeCompleted') return { ...state, completed: true };
    return { ...state, recorded: new Set([...state.recorded, ...event.tokenIds]) };
  },
};
