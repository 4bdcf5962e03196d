import type { DecidedStream, Decider } from './decider.js';
import { Refusal } from './refusal.js';
import { fieldsOf, type Sealed, type SealedTexts } from './sealed.js';

/** Each verifier has one such stream. */
export const stream = (verifierId: string): DecidedStream<State, Command, Event> => ({ name: `verifier-${verifierId}`, decider });

/** The data key under which what somebody typed is sealed. */
export const subjectOf = (verifierId: string) => `verifier-${verifierId}`;

/** What somebody typed about the verifier. */
export interface Texts {
  readonly name: Sealed;
}

/** The names of these texts. */
export const textFields = fieldsOf<Texts>({ name: true });

/** Where the texts about the verifier are sealed and stored. */
export const textsOf = (verifierId: string): SealedTexts<Texts> => ({
  stream: stream(verifierId).name,
  subject: subjectOf(verifierId),
  fields: textFields,
});

/** Stored for ever under these names. Add optional fields; never rename or remove one. */
export type Event =
  /** A verifier, which may introspect tokens of the organization, was created. `lookup` is the keyed digest of its credential. */
  | ({ type: 'VerifierCreated'; organizationId: string; lookup: string; pepperVersion: number } & Texts)
  /** Final: its credential is refused from now on. */
  | { type: 'VerifierDeleted' };

export type Command =
  | ({ type: 'CreateVerifier'; organizationId: string; lookup: string; pepperVersion: number } & Texts)
  | { type: 'DeleteVerifier' };

export type State = { status: 'absent' | 'present' | 'deleted'; lookup: string | null };

export const decider: Decider<State, Command, Event> = {
  initial: { status: 'absent', lookup: null },
  decide(state, command) {
    switch (command.type) {
      case 'CreateVerifier': {
        if (state.status === 'present' && state.lookup === command.lookup) return [];
        if (state.status !== 'absent') throw new Refusal('verifier/id-taken');
        return [{ ...command, type: 'VerifierCreated' }];
      }
      case 'DeleteVerifier':
        if (state.status === 'absent') throw new Refusal('verifier/not-found');
        return state.status === 'deleted' ? [] : [{ type: 'VerifierDeleted' }];
    }
  },
  evolve(state, event) {
    return event.type === 'VerifierCreated' ? { status: 'present', lookup: event.lookup } : { ...state, status: 'deleted' };
  },
};
