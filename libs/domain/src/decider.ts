/**
 * What may happen to one stream, as two pure functions. `decide` returns the events to append (none when the command's aim is already
 * reached) or throws a Refusal; `evolve` folds an event into the state that the next decision needs.
 */
export interface Decider<State, Command, Event> {
  readonly initial: State;
  decide(state: State, command: Command): Event[];
  evolve(state: State, event: Event): State;
}

/** A stream's name together with its decider, so that no command of another decider can be sent to the stream. */
export interface DecidedStream<State, Command, Event> {
  readonly name: string;
  readonly decider: Decider<State, Command, Event>;
}

/**
 * Returns the same stream with a decider that calls `requireStill` synchronously before each decision. It is meant for facts that other
 * streams own: however long the command waited, the decision sees every change of them that was acknowledged before it.
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

/** Decides several commands as one: each on the state that the commands before it lead to. When one is refused, nothing is decided. */
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
