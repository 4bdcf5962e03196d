/**
 * What may happen to one stream, as two pure functions. `decide` answers with the events to append (none when the wish is
 * already true) or throws a Refusal; `evolve` folds what happened into the state the next decision needs.
 */
export interface Decider<State, Command, Event> {
  readonly initial: State;
  decide(state: State, command: Command): Event[];
  evolve(state: State, event: Event): State;
}

/** A stream by its name, together with what decides on it: no other decider's commands can be sent there. */
export interface DecidedStream<State, Command, Event> {
  readonly name: string;
  readonly decider: Decider<State, Command, Event>;
}

/**
 * The same stream, where `requireStill` is asked in the very turn of each decision. For facts that other streams own: what was answered
 * before the decision is known to it, however long the command waited since somebody first looked.
 */
export const restingOn = <State, Command, Event>(
  { name, decider }: DecidedStream<State, Command, Event>,
  requireStill: () => void,
): DecidedStream<State, Command, Event> => ({
  name,
  decider: {
    ...decider,
    decide(state, command) {
      requireStill();
      return decider.decide(state, command);
    },
  },
});

/** Decides several commands as one: each on what those before it decided, and nothing at all when one is refused. */
export function inSequence<State, Command, Event>({
  name,
  decider: { initial, decide, evolve },
}: DecidedStream<State, Command, Event>): DecidedStream<State, readonly Command[], Event> {
  const decideEach = (state: State, commands: readonly Command[]): Event[] => {
    const decided: Event[] = [];
    for (const command of commands) decided.push(...decide(decided.reduce(evolve, state), command));
    return decided;
  };
  return { name, decider: { initial, evolve, decide: decideEach } };
}
