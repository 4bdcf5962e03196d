import type { OrganizationView } from '#api/features/organization/organization-views';
import { counted } from '../../parts/counted.js';
import type { SettingsChanges } from './settings.queries.js';

export type Setting = keyof SettingsChanges;

/** What each setting is called on its page. */
export const settingLabels: Readonly<Record<Setting, string>> = {
  personalAccessTokensEnabled: 'Personal access tokens',
  legacyTokensEnabled: 'Legacy tokens',
  personalAccessTokenTtlDays: 'Personal Access Token Time-to-Live',
  apiCredentialsMayIssue: 'Tokens may do what needs a confirmed session',
  apiKeysMayIssue: 'API keys may make API keys',
  serviceAccountAllowance: 'Service accounts at a time',
};

/** The value of a setting, with its unit. */
export function settingValue(setting: Setting, value: OrganizationView[Setting] | undefined): string {
  if (typeof value === 'number') return setting === 'personalAccessTokenTtlDays' ? counted(value, 'day') : String(value);
  return value ? 'on' : 'off';
}

/** "3 tokens of 2 owners", where an owner is a person or a service account. */
export const tokensOfOwners = ({ tokens, owners }: { readonly tokens: number; readonly owners: number }): string =>
  `${counted(tokens, 'token')} of ${counted(owners, 'owner')}`;
