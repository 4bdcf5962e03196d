import type { DecidedStream, Decider } from './decider.js';
import { Refusal } from './refusal.js';

/** `emailDigest` is the keyed digest of the normalized address, so that the log never contains an address. */
export const stream = (emailDigest: string): DecidedStream<State, Command, Event> => ({ name: `email-${emailDigest}`, decider });

/** Stored for ever under these names. Add optional fields; never rename or remove one. */
export type Event =
  /**
   * Decides that the user exists: earlier events about the user have no effect before this one. `number` is set only by imports.
   * `provisional` says that an API credential registered the person without a password; the address is released if nobody makes use of it.
   */
  | { type: 'EmailClaimed'; userId: string; organizationId: string; number?: number; provisional?: true }
  /** The address may be claimed again, by anyone. */
  | { type: 'EmailReleased'; userId: string };

export type Command =
  | { type: 'ClaimEmail'; userId: string; organizationId: string; provisional?: true }
  | { type: 'ReleaseEmail'; userId: string };

export type State = { userId: string | null; provisional: boolean };

export const decider: Decider<State, Command, Event> = {
  initial: { userId: null, provisional: false },
  decide({ userId }, command) {
    switch (command.type) {
      case 'ClaimEmail':
        if (userId === command.userId) return [];
        if (userId !== null) throw new Refusal('email/taken');
        return [{ ...command, type: 'EmailClaimed' }];
      case 'ReleaseEmail':
        return userId === command.userId ? [{ type: 'EmailReleased', userId: command.userId }] : [];
    }
  },
  evolve(_state, event) {
    if (event.type === 'EmailReleased') return { userId: null, provisional: false };
    return { userId: event.userId, provisional: event.provisional === true };
  },
};
