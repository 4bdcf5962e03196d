import type { Decider } from './decider.js';
import * as rules from './organization.rules.js';
import { Refusal } from './refusal.js';
import type { Role } from './role.js';

export const streamOf = (organizationId: string) => `organization-${organizationId}`;

/** The data key under which the organization's name, which somebody typed, is sealed. */
export const subjectOf = (organizationId: string) => `organization-${organizationId}`;

/** The types of token that an organization switches on and off. */
export type TokenType = 'personal' | 'legacy';

export interface Settings {
  readonly personalAccessTokensEnabled: boolean;
  readonly legacyTokensEnabled: boolean;
  readonly personalAccessTokenTtlDays: number;
  readonly serviceAccountAllowance: number;
  readonly apiCredentialsMayIssue: boolean;
}

/** What a new organization starts with. */
export const defaultSettings: Settings = {
  personalAccessTokensEnabled: true,
  legacyTokensEnabled: false,
  personalAccessTokenTtlDays: 365,
  serviceAccountAllowance: 1,
  apiCredentialsMayIssue: false,
};

/** Stored for ever under these names. Add optional fields; never rename or remove one. The name is sealed. */
export type Event =
  /** Decides that the organization, and with it its first owner, exists. */
  | { type: 'OrganizationCreated'; name: string; firstOwnerId: string; settings: Settings }
  /** Tokens of this type authenticate again, except those that expired or were revoked meanwhile. */
  | { type: 'TokenTypeEnabled'; tokenType: TokenType }
  /** Suspends every token of this type; none can be created. */
  | { type: 'TokenTypeDisabled'; tokenType: TokenType }
  /** For tokens created from now on; those that exist keep their expiry. */
  | { type: 'TokenTtlChanged'; personalAccessTokenTtlDays: number }
  /** Whether API credentials may do what otherwise takes a recently confirmed session. */
  | { type: 'ApiCredentialIssuanceChanged'; allowed: boolean }
  /** The user, a member already, owns the organization too. */
  | { type: 'OwnerAdded'; userId: string }
  /** The owner is disabled; the ownership revives with `OwnerResumed`. */
  | { type: 'OwnerSuspended'; userId: string }
  /** The owner is enabled again. */
  | { type: 'OwnerResumed'; userId: string }
  /** The user is what the membership says, and no owner any more. */
  | { type: 'OwnerRemoved'; userId: string }
  /** How many service accounts may exist at a time; those that exist stay. */
  | { type: 'ServiceAccountAllowanceChanged'; allowance: number }
  /** Decides that the service account exists. `nameDigest` keeps its name unique; `number` only for imports. */
  | { type: 'ServiceAccountAdmitted'; serviceAccountId: string; nameDigest: string; number?: number }
  /** Final: the service account is deleted, its credential with it, and its name is free. */
  | { type: 'ServiceAccountReleased'; serviceAccountId: string };

export type Command =
  | { type: 'CreateOrganization'; name: string; firstOwnerId: string; settings: Settings }
  | { type: 'EnableTokenType' | 'DisableTokenType'; tokenType: TokenType }
  | { type: 'SetTokenTtl'; days: number }
  | { type: 'ChangeApiCredentialIssuance'; allowed: boolean; byRole: Role }
  | { type: 'AddOwner' | 'RemoveOwner' | 'SuspendOwner' | 'ResumeOwner'; userId: string; byRole: Role }
  | { type: 'ChangeServiceAccountAllowance'; allowance: number; allowanceMax: number; byRole: Role }
  | { type: 'AdmitServiceAccount'; serviceAccountId: string; nameDigest: string }
  | { type: 'ReleaseServiceAccount'; serviceAccountId: string };

export type State =
  | { status: 'absent' }
  | {
      status: 'present';
      settings: Settings;
      owners: Readonly<Record<string, 'active' | 'suspended'>>;
      /** Name digest of each service account that was admitted; null once it was released. */
      serviceAccounts: Readonly<Record<string, string | null>>;
    };

export type Present = Exclude<State, { status: 'absent' }>;

export const decider: Decider<State, Command, Event> = {
  initial: { status: 'absent' },
  decide(state, command) {
    if (command.type === 'CreateOrganization') return rules.create(state, command);
    if (state.status === 'absent') throw new Refusal('organization/not-found');
    switch (command.type) {
      case 'EnableTokenType':
      case 'DisableTokenType':
        return rules.switchTokenType(state, command.tokenType, command.type === 'EnableTokenType');
      case 'SetTokenTtl':
        return rules.setTtl(state, command.days);
      case 'ChangeApiCredentialIssuance':
        return rules.changeIssuance(state, command);
      case 'AddOwner':
        return rules.addOwner(state, command);
      case 'RemoveOwner':
        return rules.removeOwner(state, command);
      case 'SuspendOwner':
        return rules.suspendOwner(state, command);
      case 'ResumeOwner':
        return rules.resumeOwner(state, command);
      case 'ChangeServiceAccountAllowance':
        return rules.changeAllowance(state, command);
      case 'AdmitServiceAccount':
        return rules.admitServiceAccount(state, command);
      case 'ReleaseServiceAccount':
        return rules.releaseServiceAccount(state, command.serviceAccountId);
    }
  },
  evolve(state, event) {
    if (event.type === 'OrganizationCreated') {
      return { status: 'present', settings: event.settings, owners: { [event.firstOwnerId]: 'active' }, serviceAccounts: {} };
    }
    if (state.status === 'absent') return state;
    return {
      ...state,
      settings: settingsAfter(state.settings, event),
      owners: rules.ownersAfter(state.owners, event),
      serviceAccounts: rules.serviceAccountsAfter(state.serviceAccounts, event),
    };
  },
};

/** The settings once `event` has happened; projections fold with it too. */
export function settingsAfter(settings: Settings, event: Event): Settings {
  switch (event.type) {
    case 'TokenTypeEnabled':
    case 'TokenTypeDisabled':
      return { ...settings, [rules.switchOf[event.tokenType]]: event.type === 'TokenTypeEnabled' };
    case 'TokenTtlChanged':
      return { ...settings, personalAccessTokenTtlDays: event.personalAccessTokenTtlDays };
    case 'ApiCredentialIssuanceChanged':
      return { ...settings, apiCredentialsMayIssue: event.allowed };
    case 'ServiceAccountAllowanceChanged':
      return { ...settings, serviceAccountAllowance: event.allowance };
    default:
      return settings;
  }
}
