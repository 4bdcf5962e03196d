import { type Admissions, namesAfter, staleNames } from './admissions.js';
import type { DecidedStream, Decider } from './decider.js';
import { memberOf } from './member-of.js';
import {
  type AllowanceRequestCommand,
  type AllowanceRequestEvent,
  type AllowanceRequests,
  allowanceRequestsAfter,
  decideAllowanceRequests,
} from './organization.allowance-requests.js';
import {
  type By,
  decideOwners,
  noteSignIn,
  type OwnerCommand,
  type OwnerEvent,
  type OwnerSeen,
  type Owners,
  ownersAfter,
  requireMayGrant,
  requireStillOwner,
  type SignIns,
  signInsAfter,
} from './organization.owners.js';
import {
  decideSettings,
  type Settings,
  type SettingsCommand,
  type SettingsEvent,
  settingsAfter,
  settingsAtFirst,
} from './organization.settings.js';
import { Refusal } from './refusal.js';
import { fieldsOf, type Sealed, type SealedTexts } from './sealed.js';

/** Each organization has one such stream. */
export const stream = (organizationId: string): DecidedStream<State, Command, Event> => ({
  name: `organization-${organizationId}`,
  decider,
});

/** The data key under which what somebody typed is sealed. */
export const subjectOf = (organizationId: string) => `organization-${organizationId}`;

/** The texts that somebody typed about the organization. */
export interface Texts {
  readonly name: Sealed;
}

/** Where the texts about the organization are sealed and stored. */
export const textsOf = (organizationId: string): SealedTexts<Texts> => ({
  stream: stream(organizationId).name,
  subject: subjectOf(organizationId),
  fields: fieldsOf<Texts>({ name: true }),
});

/** Stored for ever under these names. Add optional fields; never rename or remove one. */
export type Event =
  | SettingsEvent
  | OwnerEvent
  | AllowanceRequestEvent
  /** Decides that the organization, and with it its first owner, exists. */
  | ({ type: 'OrganizationCreated'; firstOwnerId: string; settings: Settings } & Texts)
  /**
   * Decides that the service account exists. `nameDigest` keeps its name unique; `nameForm` says of which form of the name it is, and
   * is missing for the first one; `number` only for imports.
   */
  | { type: 'ServiceAccountAdmitted'; serviceAccountId: string; nameDigest: string; nameForm?: 2; number?: number }
  /** The digest of the name of an account that was admitted when names were compared in another form. */
  | { type: 'ServiceAccountNameRestated'; serviceAccountId: string; nameDigest: string; nameForm: 2 }
  /** Final: the service account and its credential are deleted, and its name may be used again. */
  | { type: 'ServiceAccountReleased'; serviceAccountId: string };

export type Command =
  | SettingsCommand
  | OwnerCommand
  | OwnerSeen
  | AllowanceRequestCommand
  | ({ type: 'CreateOrganization'; firstOwnerId: string; settings: Settings } & Texts)
  | ({ type: 'AdmitServiceAccount'; serviceAccountId: string; nameDigest: string } & By)
  /** By id, the digests of names in the form in which they are compared now. */
  | { type: 'RestateServiceAccountNames'; nameDigests: Readonly<Record<string, string>> }
  | { type: 'ReleaseServiceAccount'; serviceAccountId: string };

export type State =
  | { status: 'absent' }
  | {
      status: 'present';
      settings: Settings;
      owners: Owners;
      signIns: SignIns;
      admissions: Admissions | null;
      allowanceRequests: AllowanceRequests;
    };

type Present = Exclude<State, { status: 'absent' }>;

export const decider: Decider<State, Command, Event> = {
  initial: { status: 'absent' },
  decide(state, command) {
    if (command.type === 'CreateOrganization') return create(state, command);
    if (state.status === 'absent') throw new Refusal('organization/not-found');
    switch (command.type) {
      case 'AddOwner':
      case 'RemoveOwner':
      case 'SuspendOwner':
      case 'ResumeOwner':
        return decideOwners(state, command);
      case 'NoteOwnerSignIn':
        return noteSignIn(state, command);
      case 'AdmitServiceAccount':
        return admitServiceAccount(state, command);
      case 'RestateServiceAccountNames':
        return restateNames(state, command.nameDigests);
      case 'RequestServiceAccountAllowance':
      case 'GrantServiceAccountAllowance':
      case 'DeclineServiceAccountAllowance':
        return decideAllowanceRequests(state, command);
      case 'ReleaseServiceAccount':
        return releaseServiceAccount(state, command.serviceAccountId);
      default:
        return decideSettings(state.settings, command);
    }
  },
  evolve(state, event) {
    if (event.type === 'OrganizationCreated') {
      const { firstOwnerId } = event;
      const settings = settingsAtFirst(event.settings);
      // An organization is created with an owner whose password is already set.
      const empty = { admissions: null, allowanceRequests: {} };
      return { status: 'present', settings, owners: { [firstOwnerId]: 'active' }, signIns: { [firstOwnerId]: true }, ...empty };
    }
    if (state.status === 'absent') return state;
    return {
      ...state,
      settings: settingsAfter(state.settings, event),
      owners: ownersAfter(state.owners, event),
      signIns: signInsAfter(state.signIns, event),
      admissions: admissionsAfter(state.admissions, event),
      allowanceRequests: allowanceRequestsAfter(state.allowanceRequests, event),
    };
  },
};

function create(state: State, command: Extract<Command, { type: 'CreateOrganization' }>): Event[] {
  if (state.status === 'absent') return [{ ...command, type: 'OrganizationCreated' }];
  if (memberOf(state.owners, command.firstOwnerId)) return [];
  throw new Refusal('organization/id-taken');
}

function admitServiceAccount(state: Present, command: Extract<Command, { type: 'AdmitServiceAccount' }>): Event[] {
  const { serviceAccountId, nameDigest } = command;
  const names = namesAfter(state.admissions);
  if (names.get(serviceAccountId)?.nameDigest === nameDigest) return [];
  if (names.has(serviceAccountId)) throw new Refusal('service-account/deleted');
  requireStillOwner(state, command);
  requireMayGrant(state, command);
  const namesInUse = [...names.values()].map((name) => name.nameDigest).filter((digest) => digest !== null);
  if (namesInUse.includes(nameDigest)) throw new Refusal('service-account/name-taken');
  if (namesInUse.length >= state.settings.serviceAccountAllowance) throw new Refusal('service-account/allowance-used');
  return [{ type: 'ServiceAccountAdmitted', serviceAccountId, nameDigest, nameForm: 2 }];
}

/** Two whose names turn out to be one both stay, since both were there before; the name is free once both are released. */
function restateNames({ admissions }: Present, nameDigests: Readonly<Record<string, string>>): Event[] {
  return staleNames(admissions)
    .filter((id) => Object.hasOwn(nameDigests, id))
    .map((serviceAccountId) => ({
      type: 'ServiceAccountNameRestated',
      serviceAccountId,
      nameDigest: nameDigests[serviceAccountId],
      nameForm: 2,
    }));
}

function releaseServiceAccount({ admissions }: Present, serviceAccountId: string): Event[] {
  const names = namesAfter(admissions);
  if (!names.has(serviceAccountId)) throw new Refusal('service-account/not-found');
  return names.get(serviceAccountId)?.nameDigest === null ? [] : [{ type: 'ServiceAccountReleased', serviceAccountId }];
}

function admissionsAfter(before: Admissions | null, event: Event): Admissions | null {
  switch (event.type) {
    case 'ServiceAccountAdmitted':
    case 'ServiceAccountNameRestated':
      return { serviceAccountId: event.serviceAccountId, nameDigest: event.nameDigest, nameForm: event.nameForm ?? 1, before };
    case 'ServiceAccountReleased':
      return { serviceAccountId: event.serviceAccountId, nameDigest: null, nameForm: 1, before };
    default:
      return before;
  }
}
