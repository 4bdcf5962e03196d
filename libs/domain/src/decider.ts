/**
 * What may happen to one stream, as two pure functions. `decide` answers with the events to append (none when the wish is
 * already true) or throws a Refusal; `evolve` folds what happened into the state the next decision needs.
 */
export interface Decider<State, Command, Event> {
  readonly initial: State;
  decide(state: State, command: Command): Event[];
  evolve(state: State, event: Event): State;
}

/**
 * The same decider, which asks `requireStill` in the very turn of each decision. For facts that other streams own: what was answered
 * before the decision is known to it, however long the command waited since somebody first looked.
 */
export const restingOn = <State, Command, Event>(
  decider: Decider<State, Command, Event>,
  requireStill: () => void,
): Decider<State, Command, Event> => ({
  ...decider,
  decide(state, command) {
    requireStill();
    return decider.decide(state, command);
  },
});

/** Decides several commands as one: each on what those before it decided, and nothing at all when one is refused. */
export function inSequence<State, Command, Event>({
  initial,
  decide,
  evolve,
}: Decider<State, Command, Event>): Decider<State, readonly Command[], Event> {
  return {
    initial,
    evolve,
    decide(state, commands) {
      const decided: Event[] = [];
      for (const command of commands) decided.push(...decide(decided.reduce(evolve, state), command));
      return decided;
    },
  };
}
