import { memberOf } from './member-of.js';
import { ownersOnly, type Settings } from './organization.settings.js';
import { Refusal } from './refusal.js';
import { type Role, requireMayRaise } from './role.js';

/** By the id of the person. */
export type Owners = Readonly<Record<string, 'active' | 'suspended'>>;

/** Whether each owner, by id, could sign in when somebody looked; one is missing as long as nobody has. */
export type SignIns = Readonly<Record<string, boolean>>;

/** The part of the organization's events that only concerns who owns it. */
export type OwnerEvent =
  /** The user, a member already, owns the organization too. Events before `canSignIn` was told do not have it. */
  | { type: 'OwnerAdded'; userId: string; canSignIn?: boolean }
  /** What is known of an owner from now on: whether the person could sign in, were the ownership not suspended. */
  | { type: 'OwnerSignInChanged'; userId: string; canSignIn: boolean }
  /** The owner is disabled; the ownership revives with `OwnerResumed`. */
  | { type: 'OwnerSuspended'; userId: string }
  /** The owner is enabled again. */
  | { type: 'OwnerResumed'; userId: string }
  /** The user is what the membership says, and no owner any more. */
  | { type: 'OwnerRemoved'; userId: string };

/** Who asks, as far as the organization's stream does not know it. */
export interface By {
  readonly byRole: Role;
  /** The person who asks as an owner, which this stream says better than any role; null for everybody else. */
  readonly byOwner: string | null;
  /** Whether a confirmed session asks. Whether other credentials may grant, too, is a setting. */
  readonly mayRaise: boolean;
}

/** What the service itself does to finish or undo what was begun: nobody's standing is asked for. */
export const byTheHouse: By = { byRole: 'owner', byOwner: null, mayRaise: true };

export type OwnerCommand =
  | ({ type: 'AddOwner'; userId: string; canSignIn: boolean } & By)
  | ({ type: 'RemoveOwner' | 'SuspendOwner' | 'ResumeOwner'; userId: string } & By);

/** Not a wish: what was seen of the person's own streams. */
export type OwnerSeen = { type: 'NoteOwnerSignIn'; userId: string; canSignIn: boolean };

interface Present {
  readonly settings: Settings;
  readonly owners: Owners;
  readonly signIns: SignIns;
}

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

export function noteSignIn({ owners, signIns }: Present, { userId, canSignIn }: OwnerSeen): OwnerEvent[] {
  if (!memberOf(owners, userId) || memberOf(signIns, userId) === canSignIn) return [];
  return [{ type: 'OwnerSignInChanged', userId, canSignIn }];
}

/** Of two owners who act at once, the one who was removed or suspended first decides nothing more. */
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

/** Who is suspended, or never set a password, cannot undo anything: only owners who are known to be able to sign in count. */
function anotherOwnerRemains({ owners, signIns }: Present, userId: string): void {
  const counts = ([id, status]: [string, string]) => id !== userId && status === 'active' && memberOf(signIns, id) === true;
  if (!Object.entries(owners).some(counts)) throw new Refusal('organization/last-owner');
}

/** What is known of the owners' signing in once `event` has happened. */
export function signInsAfter(signIns: SignIns, event: { readonly type: string }): SignIns {
  const { type, userId, canSignIn } = event as OwnerEvent & { canSignIn?: boolean };
  if (type !== 'OwnerAdded' && type !== 'OwnerSignInChanged' && type !== 'OwnerRemoved') return signIns;
  const { [userId]: _, ...others } = signIns;
  return type === 'OwnerRemoved' || canSignIn === undefined ? others : { ...others, [userId]: canSignIn };
}

/** Who the owners are once `happened` has happened, whatever it is; projections fold with it too. */
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
