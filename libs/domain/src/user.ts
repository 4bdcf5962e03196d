import type { DecidedStream, Decider } from './decider.js';
import { Refusal } from './refusal.js';
import { fieldsOf, type Sealed, type SealedTexts } from './sealed.js';
import type { RevokedBy } from './token.revocation.js';

export const stream = (userId: string): DecidedStream<State, Command, Event> => ({ name: `user-${userId}`, decider });

/** The data key under which everything personal about this user is sealed. */
export const subjectOf = (userId: string) => `user-${userId}`;

/** What says who a person is. */
export interface Personal {
  readonly email: Sealed | null;
  readonly firstName: Sealed | null;
  readonly lastName: Sealed | null;
}

export const personalFields = fieldsOf<Personal>({ email: true, firstName: true, lastName: true });

export const textsOf = (userId: string): SealedTexts<Personal> => ({
  stream: stream(userId).name,
  subject: subjectOf(userId),
  fields: personalFields,
});

/** What is told of a person who told nothing, and what is left once the key of their data is destroyed. */
export const nobody = { email: null, firstName: null, lastName: null } as const satisfies Personal;

/** Who else than the person knows the password. */
export interface ChosenByAnother {
  readonly mustChange?: true;
  readonly generated?: true;
}

/** Stored for ever under these names. Add optional fields; never rename or remove one. */
export type Event =
  /** A leaf: the user exists once `EmailClaimed` names it. */
  | ({ type: 'UserRegistered'; homeOrganizationId: string; emailDigest: string } & Personal)
  /**
   * `passwordId` names the vault row that holds the hash; the row before it is deleted. Ends the person's sessions and reset links,
   * but the session that the actor did it with. `mustChange`: somebody else chose it, so its only use is to choose another;
   * `generated`: the program chose it, and an operator read it.
   */
  | ({ type: 'PasswordSet'; passwordId: string } & ChosenByAnother)
  /**
   * Every credential of the user is suspended until `UserEnabled`; sessions and reset links end for ever. `addressGivenUp`: it is final,
   * for the address was not made use of and may be somebody else's by now.
   */
  | { type: 'UserDisabled'; addressGivenUp?: true }
  /** Ends the suspension: what neither expired nor was revoked meanwhile authenticates again. */
  | { type: 'UserEnabled' }
  /** Final for every credential of the user that was issued before this event. `by` says in which capacity somebody wished it. */
  | { type: 'TokensRevokedBefore'; before: string; by?: RevokedBy }
  /** Final. The data key was destroyed: names and addresses in older events can no longer be read. */
  | { type: 'PersonalDataErased' };

export type Command =
  | ({ type: 'RegisterUser'; passwordId: string | null } & ChosenByAnother & Omit<Extract<Event, { type: 'UserRegistered' }>, 'type'>)
  /** `signInsEnded` was the number when it was judged who may set it; null for an operator on the host, who always may. */
  | { type: 'SetPassword'; passwordId: string; signInsEnded: number | null }
  | { type: 'DisableUser' }
  | { type: 'EnableUser' }
  /** Of somebody who never got a password: nothing can be signed in with once it is decided. */
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
      /** Whether the address was given up; the user is disabled for ever then. */
      addressGivenUp: boolean;
      /** How often what the person had signed in with came to an end, reset links included. */
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
        if (state.tokensRevokedBefore !== null && state.tokensRevokedBefore >= command.at) return [];
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
  // The session or the link that the right came from was over before it could be used.
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
