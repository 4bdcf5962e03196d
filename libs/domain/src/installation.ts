import type { DecidedStream, Decider } from './decider.js';
import { memberOf } from './member-of.js';
import { Refusal } from './refusal.js';

/** Each log has one such stream. */
export const stream = (): DecidedStream<State, Command, Event> => ({ name: 'installation', decider });

/**
 * Whether an event is on this stream. Every organization may read these events, because they bear on the credentials of all: a restore
 * voids them, and a retired key ends what it signed.
 */
export const isOfInstallation = ({ stream: name }: { readonly stream: string }) => name === 'installation';

/** For each key file, a keyed digest of a constant: enough to tell whether a file is the one that the log was created with. */
export type KeyChecks = Readonly<Record<string, string>>;

/** After so long unused, and so long after it was begun, a session is over. The second is decided as it begins. */
export interface SessionLimits {
  readonly idleSeconds: number;
  readonly ageSeconds: number;
}

/** Stored for ever under these names. Add optional fields; never rename or remove one. */
export type Event =
  /** The log began. The id of this event names the log: positions and snapshots of another log are refused. */
  | { type: 'LogCreated'; keyChecks?: KeyChecks }
  /** The public half of a signing key was published, so that others may verify with it; `vaultId` names the sealed private half. */
  | { type: 'SigningKeyPublished'; kid: string; publicJwk: Readonly<Record<string, string>>; vaultId: string }
  /** New credentials are signed with this key from now on. */
  | { type: 'SigningKeyActivated'; kid: string }
  /** Final. Nothing that this key signed is accepted any more. */
  | { type: 'SigningKeyRetired'; kid: string }
  /** Digests may name this pepper version from now on; the pepper itself lies outside the store. `check` identifies the pepper. */
  | { type: 'PepperAdded'; version: number; check?: string }
  /**
   * A backup was restored: the log ends at `endedAt`, though it had reached `hadReached`. Every credential issued before this event is
   * void.
   */
  | { type: 'RestoreDeclared'; endedAt: string; hadReached: string }
  /** An operator had the whole log verified, up to its end at `endedAt`, and a new high-water mark written beside the keys. */
  | { type: 'LogMarked'; endedAt: string }
  /** How long sessions last from now on. A log from before there was this type does not say it; the settings do then. */
  | ({ type: 'SessionLimitsChanged' } & SessionLimits);

export type Command =
  | { type: 'CreateLog'; pepperVersion: number; keyChecks: KeyChecks }
  | { type: 'PublishSigningKey'; kid: string; publicJwk: Readonly<Record<string, string>>; vaultId: string }
  | { type: 'AddPepper'; version: number; check: string }
  | { type: 'DeclareRestore'; endedAt: string; hadReached: string }
  | { type: 'MarkLog'; endedAt: string }
  | ({ type: 'SetSessionLimits' } & SessionLimits)
  | { type: 'ActivateSigningKey' | 'RetireSigningKey'; kid: string };

type KeyStatus = 'published' | 'active' | 'retired';
export type State = {
  created: boolean;
  restoredAt: string | null;
  /** The position at which the log ended when an operator last had it marked. */
  markedAt: string | null;
  keyChecks: KeyChecks;
  /** Null where the log does not say them. */
  sessionLimits: SessionLimits | null;
  keys: Readonly<Record<string, KeyStatus>>;
  activeKid: string | null;
};

export const decider: Decider<State, Command, Event> = {
  initial: { created: false, restoredAt: null, markedAt: null, keyChecks: {}, sessionLimits: null, keys: {}, activeKid: null },
  decide(state, command) {
    switch (command.type) {
      case 'CreateLog':
        if (state.created) return [];
        return [
          { type: 'LogCreated', keyChecks: command.keyChecks },
          { type: 'PepperAdded', version: command.pepperVersion },
        ];
      case 'AddPepper': {
        const { version, check } = command;
        return memberOf(state.keyChecks, `pepper-${version}`) ? [] : [{ type: 'PepperAdded', version, check }];
      }
      case 'DeclareRestore': {
        const { endedAt, hadReached } = command;
        return state.restoredAt === endedAt ? [] : [{ type: 'RestoreDeclared', endedAt, hadReached }];
      }
      case 'MarkLog':
        return state.markedAt === command.endedAt ? [] : [{ type: 'LogMarked', endedAt: command.endedAt }];
      case 'SetSessionLimits':
        return setSessionLimits(state, command);
      case 'PublishSigningKey':
        return publish(state, command);
      case 'ActivateSigningKey':
        return activate(state, command.kid);
      case 'RetireSigningKey':
        return retire(state, command.kid);
    }
  },
  evolve(state, event) {
    switch (event.type) {
      case 'LogCreated':
        return { ...state, created: true, keyChecks: event.keyChecks ?? {} };
      case 'SigningKeyPublished':
        return { ...state, keys: { ...state.keys, [event.kid]: 'published' } };
      case 'SigningKeyActivated':
        return { ...state, keys: { ...state.keys, [event.kid]: 'active' }, activeKid: event.kid };
      case 'SigningKeyRetired':
        return { ...state, keys: { ...state.keys, [event.kid]: 'retired' } };
      case 'RestoreDeclared':
        return { ...state, restoredAt: event.endedAt };
      case 'LogMarked':
        return { ...state, markedAt: event.endedAt };
      case 'SessionLimitsChanged': {
        const { idleSeconds, ageSeconds } = event;
        return { ...state, sessionLimits: { idleSeconds, ageSeconds } };
      }
      case 'PepperAdded':
        return event.check ? { ...state, keyChecks: { ...state.keyChecks, [`pepper-${event.version}`]: event.check } } : state;
    }
  },
};

/** The published key that has not signed yet; null when there is none. */
export const nextKid = ({ keys }: State): string | null => Object.keys(keys).find((kid) => keys[kid] === 'published') ?? null;

function setSessionLimits({ sessionLimits }: State, { idleSeconds, ageSeconds }: SessionLimits): Event[] {
  if (sessionLimits?.idleSeconds === idleSeconds && sessionLimits.ageSeconds === ageSeconds) return [];
  return [{ type: 'SessionLimitsChanged', idleSeconds, ageSeconds }];
}

function publish(state: State, { kid, publicJwk, vaultId }: Extract<Command, { type: 'PublishSigningKey' }>): Event[] {
  if (memberOf(state.keys, kid) === 'retired') throw new Refusal('signing-key/retired');
  if (memberOf(state.keys, kid)) return [];
  return [{ type: 'SigningKeyPublished', kid, publicJwk, vaultId }];
}

function activate(state: State, kid: string): Event[] {
  const status = memberOf(state.keys, kid);
  if (!status) throw new Refusal('signing-key/not-found');
  if (status === 'retired') throw new Refusal('signing-key/retired');
  return state.activeKid === kid ? [] : [{ type: 'SigningKeyActivated', kid }];
}

/** The signing key can be retired only after another key is active: without one, no token could be issued. */
function retire(state: State, kid: string): Event[] {
  const status = memberOf(state.keys, kid);
  if (!status) throw new Refusal('signing-key/not-found');
  if (state.activeKid === kid) throw new Refusal('signing-key/active');
  return status === 'retired' ? [] : [{ type: 'SigningKeyRetired', kid }];
}
