import type { DecidedStream, Decider } from './decider.js';
import { Refusal } from './refusal.js';
import { fieldsOf, type Sealed, type SealedTexts } from './sealed.js';
import type { RevokedBy } from './token.revocation.js';

/** Each person has one such stream. */
export const stream = (userId: string): DecidedStream<State, Command, Event> => ({ name: `user-${userId}`, decider });

/** The data key under which all personal data of this user is sealed. */
export const subjectOf = (userId: string) => `user-${userId}`;

/** The data that identifies a person. */
export interface Personal {
  readonly email: Sealed | null;
  readonly firstName: Sealed | null;
  readonly lastName: Sealed | null;
}

export const personalFields = fieldsOf<Personal>({ email: true, firstName: true, lastName: true });

/** Where the personal data of the user is sealed and stored. */
export const textsOf = (userId: string): SealedTexts<Personal> => ({
  stream: stream(userId).name,
  subject: subjectOf(userId),
  fields: personalFields,
});

/** The personal data of a user who gave none, and what remains once the user's data key is destroyed. */
export const nobody = { email: null, firstName: null, lastName: null } as const satisfies Personal;

/** Says that others than the person know the password. */
export interface ChosenByAnother {
  readonly mustChange?: true;
  readonly generated?: true;
}

/** Stored for ever under these names. Add optional fields; never rename or remove one. */
export type Event =
  /** A leaf: the user exists once `EmailClaimed` names it. */
  | ({ type: 'UserRegistered'; homeOrganizationId: string; emailDigest: string } & Personal)
  /**
   * `passwordId` names the vault row of the hash; the previous row is deleted. Ends the person's sessions and reset links, except the
   * session that the actor used. `mustChange` says that somebody else chose the password, so that it can only be used to choose another;
   * `generated` says that the program chose it and an operator read it.
   */
  | ({ type: 'PasswordSet'; passwordId: string } & ChosenByAnother)
  /**
   * Every credential of the user is suspended until `UserEnabled`; sessions and reset links end for ever. `addressGivenUp` makes the
   * disabling final: the address was never used, and may belong to somebody else by now.
   */
  | { type: 'UserDisabled'; addressGivenUp?: true }
  /** Ends the suspension: credentials that neither expired nor were revoked meanwhile authenticate again. */
  | { type: 'UserEnabled' }
  /** Final for every credential of the user that was issued before this event. `by` says in which capacity it was requested. */
  | { type: 'TokensRevokedBefore'; before: string; by?: RevokedBy }
  /** Final. The data key was destroyed: names and addresses in older events can no longer be read. */
  | { type: 'PersonalDataErased' };

export type Command =
  | ({ type: 'RegisterUser'; passwordId: string | null } & ChosenByAnother & Omit<Extract<Event, { type: 'UserRegistered' }>, 'type'>)
  /**
   * `signInsEnded` is the count at the time when the caller's right was checked; null for an operator on the host, who may always set a
   * password.
   */
  | { type: 'SetPassword'; passwordId: string; signInsEnded: number | null }
  | { type: 'DisableUser' }
  | { type: 'EnableUser' }
  /** Applies to a user who never set a password; afterwards there is no way to sign in. */
  | { type: 'GiveUpAddress' }
  | { type: 'RevokeUserTokens'; at: string; by: RevokedBy }
  | { type: 'ErasePersonalData' };

export type State =
  | { status: 'absent' }
  | {
      status: 'enabled' | 'disabled' | 'erased';
      homeOrganizationId: string;
      emailDigest: string;
      personal: Personal;
      passwordId: string | null;
      tokensRevokedBefore: string | null;
      /** Whether the address was given up, which disables the user for ever. */
      addressGivenUp: boolean;
      /** How often the person's sessions and reset links were ended. */
      signInsEnded: number;
    };

type Registered = Exclude<State, { status: 'absent' }>;

export const decider: Decider<State, Command, Event> = {
  initial: { status: 'absent' },
  decide(state, command) {
    if (command.type === 'RegisterUser') return register(state, command);
    if (state.status === 'absent') throw new Refusal('user/not-found');
    switch (command.type) {
      case 'SetPassword':
        return setPassword(state, command);
      case 'DisableUser':
        return state.status === 'enabled' ? [{ type: 'UserDisabled' }] : [];
      case 'EnableUser':
        requireUsable(state);
        return state.status === 'disabled' ? [{ type: 'UserEnabled' }] : [];
      case 'GiveUpAddress':
        if (state.passwordId !== null || state.status === 'erased' || state.addressGivenUp) return [];
        return [{ type: 'UserDisabled', addressGivenUp: true }];
      case 'RevokeUserTokens':
        // The same moment is the same command. An earlier one is not: the place of the event counts, and the clock may have been set back.
        if (state.tokensRevokedBefore === command.at) return [];
        return [{ type: 'TokensRevokedBefore', before: command.at, by: command.by }];
      case 'ErasePersonalData':
        if (state.status === 'enabled') throw new Refusal('user/not-disabled');
        return state.status === 'erased' ? [] : [{ type: 'PersonalDataErased' }];
    }
  },
  evolve(state, event) {
    if (event.type === 'UserRegistered') {
      const { homeOrganizationId, emailDigest, email, firstName, lastName } = event;
      const personal = { email, firstName, lastName };
      const nothingYet = { passwordId: null, tokensRevokedBefore: null, addressGivenUp: false, signInsEnded: 0 };
      return { status: 'enabled', homeOrganizationId, emailDigest, personal, ...nothingYet };
    }
    return state.status === 'absent' ? state : evolveRegistered(state, event);
  },
};

function register(
  state: State,
  { type: _, passwordId, mustChange, generated, ...person }: Extract<Command, { type: 'RegisterUser' }>,
): Event[] {
  if (state.status !== 'absent') throw new Refusal('user/id-taken');
  const registered: Event = { type: 'UserRegistered', ...person };
  if (passwordId === null) return [registered];
  return [registered, { type: 'PasswordSet', passwordId, ...(mustChange && { mustChange }), ...(generated && { generated }) }];
}

function setPassword(state: Registered, { passwordId, signInsEnded }: Extract<Command, { type: 'SetPassword' }>): Event[] {
  requireUsable(state);
  if (state.passwordId === passwordId) return [];
  // The session or the reset link that gave the right to set a password had ended before it was used.
  if (signInsEnded !== null && signInsEnded !== state.signInsEnded) throw new Refusal('password/changed');
  return [{ type: 'PasswordSet', passwordId }];
}

function requireUsable({ status, addressGivenUp }: Registered): void {
  if (status === 'erased') throw new Refusal('user/erased');
  if (addressGivenUp) throw new Refusal('user/address-given-up');
}

function evolveRegistered(state: Registered, event: Exclude<Event, { type: 'UserRegistered' }>): State {
  const signInsEnded = state.signInsEnded + 1;
  switch (event.type) {
    case 'PasswordSet':
      return { ...state, passwordId: event.passwordId, signInsEnded };
    case 'UserDisabled':
      return { ...state, status: 'disabled', addressGivenUp: state.addressGivenUp || event.addressGivenUp === true, signInsEnded };
    case 'UserEnabled':
      return { ...state, status: 'enabled' };
    case 'TokensRevokedBefore':
      return { ...state, tokensRevokedBefore: event.before, signInsEnded };
    case 'PersonalDataErased':
      return { ...state, status: 'erased', passwordId: null };
  }
}
