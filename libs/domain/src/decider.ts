/**
 * What may happen to one stream, as two pure functions. `decide` answers with the events to append (none when the wish is
 * already true) or throws a Refusal; `evolve` folds what happened into the state the next decision needs.
 */
export interface Decider<State, Command, Event> {
  readonly initial: State;
  decide(state: State, command: Command): Event[];
  evolve(state: State, event: Event): State;
}
