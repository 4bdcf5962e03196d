import { memberOf } from './member-of.js';
import { ownersOnly, type Settings } from './organization.settings.js';
import { Refusal } from './refusal.js';
import { type Role, requireMayRaise } from './role.js';

/** By the id of the person. */
export type Owners = Readonly<Record<string, 'active' | 'suspended'>>;

/** The part of the organization's events that only concerns who owns it. */
export type OwnerEvent =
  /** The user, a member already, owns the organization too. */
  | { type: 'OwnerAdded'; userId: string }
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
  /** Whether a confirmed session asks. Whether other credentials may give, too, is a setting. */
  readonly mayRaise: boolean;
}

/** What the service itself does to finish or undo what was begun: nobody's standing is asked for. */
export const byTheHouse: By = { byRole: 'owner', byOwner: null, mayRaise: true };

export type OwnerCommand = { type: 'AddOwner' | 'RemoveOwner' | 'SuspendOwner' | 'ResumeOwner'; userId: string } & By;

interface Present {
  readonly settings: Settings;
  readonly owners: Owners;
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

/** Of two owners who act at once, the one who was removed or suspended first decides nothing more. */
export function requireStillOwner({ owners }: Present, { byOwner }: By): void {
  if (byOwner !== null && memberOf(owners, byOwner) !== 'active') throw new Refusal('role/above-own');
}

/** @throws Refusal permission/confirmation-required */
export function requireMayGive({ settings }: Present, { mayRaise }: By): void {
  requireMayRaise(mayRaise || settings.apiCredentialsMayIssue);
}

function addOwner(state: Present, command: OwnerCommand): OwnerEvent[] {
  const { userId } = command;
  if (memberOf(state.owners, userId)) return [];
  requireMayGive(state, command);
  return [{ type: 'OwnerAdded', userId }];
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
  requireMayGive(state, command);
  return [{ type: 'OwnerResumed', userId }];
}

/** A suspended owner cannot undo anything, so only unsuspended ones count. */
function anotherOwnerRemains({ owners }: Present, userId: string): void {
  const others = Object.entries(owners).filter(([id, status]) => id !== userId && status === 'active');
  if (others.length === 0) throw new Refusal('organization/last-owner');
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
    default:
      return owners;
  }
}
