import { type Admissions, namesAfter } from './admissions.js';
import type { Decider } from './decider.js';
import { memberOf } from './member-of.js';
import {
  decideSettings,
  ownersOnly,
  type Settings,
  type SettingsCommand,
  type SettingsEvent,
  settingsAfter,
} from './organization.settings.js';
import { Refusal } from './refusal.js';
import type { Role } from './role.js';

export const streamOf = (organizationId: string) => `organization-${organizationId}`;

/** The data key under which the organization's name, which somebody typed, is sealed. */
export const subjectOf = (organizationId: string) => `organization-${organizationId}`;

/** Stored for ever under these names. Add optional fields; never rename or remove one. The name is sealed. */
export type Event =
  | SettingsEvent
  /** Decides that the organization, and with it its first owner, exists. */
  | { type: 'OrganizationCreated'; name: string; firstOwnerId: string; settings: Settings }
  /** The user, a member already, owns the organization too. */
  | { type: 'OwnerAdded'; userId: string }
  /** The owner is disabled; the ownership revives with `OwnerResumed`. */
  | { type: 'OwnerSuspended'; userId: string }
  /** The owner is enabled again. */
  | { type: 'OwnerResumed'; userId: string }
  /** The user is what the membership says, and no owner any more. */
  | { type: 'OwnerRemoved'; userId: string }
  /** Decides that the service account exists. `nameDigest` keeps its name unique; `number` only for imports. */
  | { type: 'ServiceAccountAdmitted'; serviceAccountId: string; nameDigest: string; number?: number }
  /** Final: the service account is deleted, its credential with it, and its name is free. */
  | { type: 'ServiceAccountReleased'; serviceAccountId: string };

export type Command =
  | SettingsCommand
  | { type: 'CreateOrganization'; name: string; firstOwnerId: string; settings: Settings }
  | { type: 'AddOwner' | 'RemoveOwner' | 'SuspendOwner' | 'ResumeOwner'; userId: string; byRole: Role }
  | { type: 'AdmitServiceAccount'; serviceAccountId: string; nameDigest: string }
  | { type: 'ReleaseServiceAccount'; serviceAccountId: string };

export type State =
  | { status: 'absent' }
  | {
      status: 'present';
      settings: Settings;
      owners: Readonly<Record<string, 'active' | 'suspended'>>;
      admissions: Admissions | null;
    };

type Present = Exclude<State, { status: 'absent' }>;

export const decider: Decider<State, Command, Event> = {
  initial: { status: 'absent' },
  decide(state, command) {
    if (command.type === 'CreateOrganization') return create(state, command);
    if (state.status === 'absent') throw new Refusal('organization/not-found');
    switch (command.type) {
      case 'AddOwner':
        ownersOnly(command.byRole);
        return memberOf(state.owners, command.userId) ? [] : [{ type: 'OwnerAdded', userId: command.userId }];
      case 'RemoveOwner':
        ownersOnly(command.byRole);
        return removeOwner(state, command.userId);
      case 'SuspendOwner':
        ownersOnly(command.byRole);
        return suspendOwner(state, command.userId);
      case 'ResumeOwner':
        ownersOnly(command.byRole);
        return resumeOwner(state, command.userId);
      case 'AdmitServiceAccount':
        return admitServiceAccount(state, command.serviceAccountId, command.nameDigest);
      case 'ReleaseServiceAccount':
        return releaseServiceAccount(state, command.serviceAccountId);
      default:
        return decideSettings(state.settings, command);
    }
  },
  evolve(state, event) {
    if (event.type === 'OrganizationCreated') {
      return { status: 'present', settings: event.settings, owners: { [event.firstOwnerId]: 'active' }, admissions: null };
    }
    if (state.status === 'absent') return state;
    return {
      ...state,
      settings: settingsAfter(state.settings, event),
      owners: ownersAfter(state.owners, event),
      admissions: admissionsAfter(state.admissions, event),
    };
  },
};

function create(state: State, { name, firstOwnerId, settings }: Extract<Command, { type: 'CreateOrganization' }>): Event[] {
  if (state.status === 'absent') return [{ type: 'OrganizationCreated', name, firstOwnerId, settings }];
  if (memberOf(state.owners, firstOwnerId)) return [];
  throw new Refusal('organization/id-taken');
}

function removeOwner(state: Present, userId: string): Event[] {
  if (!memberOf(state.owners, userId)) return [];
  anotherOwnerRemains(state, userId);
  return [{ type: 'OwnerRemoved', userId }];
}

function suspendOwner(state: Present, userId: string): Event[] {
  if (!memberOf(state.owners, userId)) throw new Refusal('owner/not-found');
  if (memberOf(state.owners, userId) === 'suspended') return [];
  anotherOwnerRemains(state, userId);
  return [{ type: 'OwnerSuspended', userId }];
}

function resumeOwner({ owners }: Present, userId: string): Event[] {
  if (!memberOf(owners, userId)) throw new Refusal('owner/not-found');
  return memberOf(owners, userId) === 'active' ? [] : [{ type: 'OwnerResumed', userId }];
}

/** A suspended owner cannot undo anything, so only unsuspended ones count. */
function anotherOwnerRemains({ owners }: Present, userId: string): void {
  const others = Object.entries(owners).filter(([id, status]) => id !== userId && status === 'active');
  if (others.length === 0) throw new Refusal('organization/last-owner');
}

function admitServiceAccount({ admissions, settings }: Present, serviceAccountId: string, nameDigest: string): Event[] {
  const names = namesAfter(admissions);
  if (names.get(serviceAccountId) === nameDigest) return [];
  if (names.has(serviceAccountId)) throw new Refusal('service-account/deleted');
  const namesInUse = [...names.values()].filter((digest) => digest !== null);
  if (namesInUse.includes(nameDigest)) throw new Refusal('service-account/name-taken');
  if (namesInUse.length >= settings.serviceAccountAllowance) throw new Refusal('service-account/allowance-used');
  return [{ type: 'ServiceAccountAdmitted', serviceAccountId, nameDigest }];
}

function releaseServiceAccount({ admissions }: Present, serviceAccountId: string): Event[] {
  const names = namesAfter(admissions);
  if (!names.has(serviceAccountId)) throw new Refusal('service-account/not-found');
  return names.get(serviceAccountId) === null ? [] : [{ type: 'ServiceAccountReleased', serviceAccountId }];
}

/** Who the owners are once `event` has happened; projections fold with it too. */
export function ownersAfter(owners: Present['owners'], event: Event): Present['owners'] {
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

function admissionsAfter(before: Admissions | null, event: Event): Admissions | null {
  if (event.type !== 'ServiceAccountAdmitted' && event.type !== 'ServiceAccountReleased') return before;
  const nameDigest = event.type === 'ServiceAccountAdmitted' ? event.nameDigest : null;
  return { serviceAccountId: event.serviceAccountId, nameDigest, before };
}
