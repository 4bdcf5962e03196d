import { Refusal } from './refusal.js';
import { type Role, requireMayRaise } from './role.js';

/** The types of token that an organization switches on and off. */
export type TokenType = 'personal' | 'legacy';

export interface Settings {
  readonly personalAccessTokensEnabled: boolean;
  readonly legacyTokensEnabled: boolean;
  readonly personalAccessTokenTtlDays: number;
  readonly serviceAccountAllowance: number;
  readonly apiCredentialsMayIssue: boolean;
  readonly apiKeysMayIssue: boolean;
}

/** The settings of a new organization. */
export const defaultSettings: Settings = {
  personalAccessTokensEnabled: true,
  legacyTokensEnabled: false,
  personalAccessTokenTtlDays: 365,
  serviceAccountAllowance: 1,
  apiCredentialsMayIssue: false,
  apiKeysMayIssue: true,
};

/** How many service accounts may exist at a time. */
export const allowanceOf = ({ serviceAccountAllowance }: Settings) => serviceAccountAllowance;

/** The settings that `OrganizationCreated` names, with the default of each that came later. */
export const settingsAtFirst = (named: Settings): Settings => ({ ...defaultSettings, ...named });

/** 200 years, which Label Studio's interface shows as "never expires". */
export const ttlDaysMax = 73_000;

/** The setting that enables each type of token. */
export const switchOf = {
  personal: 'personalAccessTokensEnabled',
  legacy: 'legacyTokensEnabled',
} as const satisfies Record<TokenType, keyof Settings>;

/** The settings that only owners change; administrators change the others, too. */
export const ownersSettings: readonly (keyof Settings)[] = ['serviceAccountAllowance', 'apiCredentialsMayIssue', 'apiKeysMayIssue'];

/** The part of the organization's events that only concerns its settings. */
export type SettingsEvent =
  /** Tokens of this type authenticate again, except those that expired or were revoked meanwhile. */
  | { type: 'TokenTypeEnabled'; tokenType: TokenType }
  /** Suspends every token of this type; none can be created. */
  | { type: 'TokenTypeDisabled'; tokenType: TokenType }
  /** Applies to tokens created from now on; existing tokens keep their expiry. */
  | { type: 'TokenTtlChanged'; personalAccessTokenTtlDays: number }
  /** Whether API credentials may do what otherwise takes a recently authenticated session. */
  | { type: 'ApiCredentialIssuanceChanged'; allowed: boolean }
  /** Whether API keys may make API keys, as Labelbox's do. */
  | { type: 'ApiKeyIssuanceChanged'; allowed: boolean }
  /** How many service accounts may exist at a time; existing ones stay. */
  | { type: 'ServiceAccountAllowanceChanged'; allowance: number };

/** `mayRaise` says whether the caller uses a recently authenticated session. A setting may allow other credentials too. */
export type SettingsCommand =
  | { type: 'EnableTokenType' | 'DisableTokenType'; tokenType: TokenType; mayRaise: boolean }
  | { type: 'SetTokenTtl'; days: number; mayRaise: boolean }
  | { type: 'ChangeApiCredentialIssuance' | 'ChangeApiKeyIssuance'; allowed: boolean; byRole: Role; mayRaise: boolean }
  | { type: 'ChangeServiceAccountAllowance'; allowance: number; allowanceMax: number; byRole: Role; mayRaise: boolean };

/**
 * Decides the settings of the organization; a wish that is already true returns no event.
 *
 * @throws Refusal when the caller may not grant what the change grants, or the value is out of its range
 */
export function decideSettings(settings: Settings, command: SettingsCommand): SettingsEvent[] {
  if (gives(settings, command)) requireMayRaise(command.mayRaise || settings.apiCredentialsMayIssue);
  switch (command.type) {
    case 'EnableTokenType':
    case 'DisableTokenType':
      return switchTokenType(settings, command.tokenType, command.type === 'EnableTokenType');
    case 'SetTokenTtl':
      return setTtl(settings, command.days);
    case 'ChangeApiCredentialIssuance':
      ownersOnly(command.byRole);
      if (settings.apiCredentialsMayIssue === command.allowed) return [];
      return [{ type: 'ApiCredentialIssuanceChanged', allowed: command.allowed }];
    case 'ChangeApiKeyIssuance':
      ownersOnly(command.byRole);
      if (settings.apiKeysMayIssue === command.allowed) return [];
      return [{ type: 'ApiKeyIssuanceChanged', allowed: command.allowed }];
    case 'ChangeServiceAccountAllowance':
      ownersOnly(command.byRole);
      return changeAllowance(settings, command.allowance, command.allowanceMax);
  }
}

/** Whether the command grants a right compared with the current settings; taking a right away needs no recent authentication. */
function gives(settings: Settings, command: SettingsCommand): boolean {
  switch (command.type) {
    case 'EnableTokenType':
      return !settings[switchOf[command.tokenType]];
    case 'DisableTokenType':
      return false;
    case 'SetTokenTtl':
      return command.days > settings.personalAccessTokenTtlDays;
    case 'ChangeApiCredentialIssuance':
      return command.allowed && !settings.apiCredentialsMayIssue;
    case 'ChangeApiKeyIssuance':
      return command.allowed && !settings.apiKeysMayIssue;
    case 'ChangeServiceAccountAllowance':
      return command.allowance > settings.serviceAccountAllowance;
  }
}

/** Returns the settings after `happened`, an event of any type; projections fold with this function, too. */
export function settingsAfter(settings: Settings, happened: { readonly type: string }): Settings {
  const event = happened as SettingsEvent;
  switch (event.type) {
    case 'TokenTypeEnabled':
    case 'TokenTypeDisabled':
      return { ...settings, [switchOf[event.tokenType]]: event.type === 'TokenTypeEnabled' };
    case 'TokenTtlChanged':
      return { ...settings, personalAccessTokenTtlDays: event.personalAccessTokenTtlDays };
    case 'ApiCredentialIssuanceChanged':
      return { ...settings, apiCredentialsMayIssue: event.allowed };
    case 'ApiKeyIssuanceChanged':
      return { ...settings, apiKeysMayIssue: event.allowed };
    case 'ServiceAccountAllowanceChanged':
      return { ...settings, serviceAccountAllowance: event.allowance };
    default:
      event satisfies never;
      return settings;
  }
}

function switchTokenType(settings: Settings, tokenType: TokenType, on: boolean): SettingsEvent[] {
  if (settings[switchOf[tokenType]] === on) return [];
  return [{ type: on ? 'TokenTypeEnabled' : 'TokenTypeDisabled', tokenType }];
}

function setTtl(settings: Settings, days: number): SettingsEvent[] {
  if (!Number.isInteger(days) || days < 1 || days > ttlDaysMax) throw new Refusal('organization/ttl-out-of-range');
  if (settings.personalAccessTokenTtlDays === days) return [];
  return [{ type: 'TokenTtlChanged', personalAccessTokenTtlDays: days }];
}

/** @throws Refusal organization/allowance-out-of-range */
export function changeAllowance(settings: Settings, allowance: number, allowanceMax: number): SettingsEvent[] {
  if (!Number.isInteger(allowance) || allowance < 0 || allowance > allowanceMax) {
    throw new Refusal('organization/allowance-out-of-range');
  }
  return settings.serviceAccountAllowance === allowance ? [] : [{ type: 'ServiceAccountAllowanceChanged', allowance }];
}

/** @throws Refusal role/above-own */
export function ownersOnly(byRole: Role): void {
  if (byRole !== 'owner') throw new Refusal('role/above-own');
}
