import { memberOf } from './member-of.js';
import { ownersOnly, type Settings } from './organization.settings.js';
import { Refusal } from './refusal.js';
import { type Role, requireMayRaise } from './role.js';

/** The status of each owner, by id of the person. */
export type Owners = Readonly<Record<string, 'active' | 'suspended'>>;

/** For each owner, by id, whether the person could sign in when that was last checked. An owner who was never checked is missing. */
export type SignIns = Readonly<Record<string, boolean>>;

/** The part of the organization's events that only concerns who owns it. */
export type OwnerEvent =
  /** The user, already a member, becomes an owner of the organization. Events of older programs lack `canSignIn`. */
  | { type: 'OwnerAdded'; userId: string; canSignIn?: boolean }
  /** Whether the person behind an owner could sign in if the ownership were not suspended, as it is known from now on. */
  | { type: 'OwnerSignInChanged'; userId: string; canSignIn: boolean }
  /** The owner is disabled; the ownership revives with `OwnerResumed`. */
  | { type: 'OwnerSuspended'; userId: string }
  /** The owner is enabled again. */
  | { type: 'OwnerResumed'; userId: string }
  /** The user is no longer an owner; the membership's role applies. */
  | { type: 'OwnerRemoved'; userId: string };

/** What is known of the caller beyond what the organization's stream records. */
export interface By {
  readonly byRole: Role;
  /**
   * The id of a caller who acts as an owner; this stream knows the person's ownership better than any role that was passed in. Null for all
   * other callers.
   */
  readonly byOwner: string | null;
  /** Whether the caller uses a recently authenticated session. A setting may allow other credentials too. */
  readonly mayRaise: boolean;
}

/** The caller of commands with which the service itself finishes or undoes what was begun; no permission is checked for it. */
export const byTheHouse: By = { byRole: 'owner', byOwner: null, mayRaise: true };

export type OwnerCommand =
  | ({ type: 'AddOwner'; userId: string; canSignIn: boolean } & By)
  | ({ type: 'RemoveOwner' | 'SuspendOwner' | 'ResumeOwner'; userId: string } & By);

/** Not a command of a user: it records what was read from the person's own streams. */
export type OwnerSeen = { type: 'NoteOwnerSignIn'; userId: string; canSignIn: boolean };

interface Present {
  readonly settings: Settings;
  readonly owners: Owners;
  readonly signIns: SignIns;
}

/**
 * Decides who owns the organization; a wish that is already true returns no event.
 *
 * @throws Refusal when the caller is no owner, or no owner who can sign in would remain
 */
export function decideOwners(state: Present, command: OwnerCommand): OwnerEvent[] {
  ownersOnly(command.byRole);
  requireStillOwner(state, command);
  switch (command.type) {
    case 'AddOwner':
      return addOwner(state, command);
    case 'RemoveOwner':
      return removeOwner(state, command.userId);
    case 'SuspendOwner':
      return suspendOwner(state, command.userId);
    case 'ResumeOwner':
      return resumeOwner(state, command);
  }
}

/** Returns an event when it is news whether the owner can sign in, and none for a person who is no owner. */
export function noteSignIn({ owners, signIns }: Present, { userId, canSignIn }: OwnerSeen): OwnerEvent[] {
  if (!memberOf(owners, userId) || memberOf(signIns, userId) === canSignIn) return [];
  return [{ type: 'OwnerSignInChanged', userId, canSignIn }];
}

/** When two owners act on each other at once, the one who is removed or suspended first can decide nothing more. */
export function requireStillOwner({ owners }: Pick<Present, 'owners'>, { byOwner }: By): void {
  if (byOwner !== null && memberOf(owners, byOwner) !== 'active') throw new Refusal('role/above-own');
}

/** @throws Refusal permission/confirmation-required */
export function requireMayGrant({ settings }: Pick<Present, 'settings'>, { mayRaise }: By): void {
  requireMayRaise(mayRaise || settings.apiCredentialsMayIssue);
}

function addOwner(state: Present, command: Extract<OwnerCommand, { type: 'AddOwner' }>): OwnerEvent[] {
  const { userId, canSignIn } = command;
  if (memberOf(state.owners, userId)) return [];
  requireMayGrant(state, command);
  return [{ type: 'OwnerAdded', userId, canSignIn }];
}

function removeOwner(state: Present, userId: string): OwnerEvent[] {
  if (!memberOf(state.owners, userId)) return [];
  anotherOwnerRemains(state, userId);
  return [{ type: 'OwnerRemoved', userId }];
}

function suspendOwner(state: Present, userId: string): OwnerEvent[] {
  if (!memberOf(state.owners, userId)) throw new Refusal('owner/not-found');
  if (memberOf(state.owners, userId) === 'suspended') return [];
  anotherOwnerRemains(state, userId);
  return [{ type: 'OwnerSuspended', userId }];
}

function resumeOwner(state: Present, command: OwnerCommand): OwnerEvent[] {
  const { userId } = command;
  const status = memberOf(state.owners, userId);
  if (!status) throw new Refusal('owner/not-found');
  if (status === 'active') return [];
  requireMayGrant(state, command);
  return [{ type: 'OwnerResumed', userId }];
}

/** An owner who is suspended, or never set a password, cannot undo anything, so only owners who are known to be able to sign in count. */
function anotherOwnerRemains({ owners, signIns }: Present, userId: string): void {
  const counts = ([id, status]: [string, string]) => id !== userId && status === 'active' && memberOf(signIns, id) === true;
  if (!Object.entries(owners).some(counts)) throw new Refusal('organization/last-owner');
}

/** Returns which owners can sign in, after `event`. */
export function signInsAfter(signIns: SignIns, event: { readonly type: string }): SignIns {
  const { type, userId, canSignIn } = event as OwnerEvent & { canSignIn?: boolean };
  if (type !== 'OwnerAdded' && type !== 'OwnerSignInChanged' && type !== 'OwnerRemoved') return signIns;
  const { [userId]: _, ...others } = signIns;
  return type === 'OwnerRemoved' || canSignIn === undefined ? others : { ...others, [userId]: canSignIn };
}

/** Returns the owners after `happened`, an event of any type; projections fold with this function, too. */
export function ownersAfter(owners: Owners, happened: { readonly type: string }): Owners {
  const event = happened as OwnerEvent;
  switch (event.type) {
    case 'OwnerAdded':
    case 'OwnerResumed':
      return { ...owners, [event.userId]: 'active' };
    case 'OwnerSuspended':
      return { ...owners, [event.userId]: 'suspended' };
    case 'OwnerRemoved': {
      const { [event.userId]: _, ...others } = owners;
      return others;
    }
    case 'OwnerSignInChanged':
      return owners;
    default:
      event satisfies never;
      return owners;
  }
}
