import type { Decider } from './decider.js';
import { Refusal } from './refusal.js';

export const streamOf = (verifierId: string) => `verifier-${verifierId}`;

/** The data key under which the name, which somebody typed, is sealed. */
export const subjectOf = (verifierId: string) => `verifier-${verifierId}`;

/** Stored for ever under these names. Add optional fields; never rename or remove one. The name is sealed. */
export type Event =
  /** A program may ask whether tokens of the organization are good. `lookup` is the keyed digest of its credential. */
  | { type: 'VerifierCreated'; organizationId: string; name: string; lookup: string; pepperVersion: number }
  /** Final: its credential is refused from now on. */
  | { type: 'VerifierDeleted' };

export type Command =
  | { type: 'CreateVerifier'; organizationId: string; name: string; lookup: string; pepperVersion: number }
  | { type: 'DeleteVerifier' };

export type State = { status: 'absent' | 'present' | 'deleted'; lookup: string | null };

export const decider: Decider<State, Command, Event> = {
  initial: { status: 'absent', lookup: null },
  decide(state, command) {
    switch (command.type) {
      case 'CreateVerifier': {
        if (state.status === 'present' && state.lookup === command.lookup) return [];
        if (state.status !== 'absent') throw new Refusal('verifier/id-taken');
        const { organizationId, name, lookup, pepperVersion } = command;
        return [{ type: 'VerifierCreated', organizationId, name, lookup, pepperVersion }];
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
