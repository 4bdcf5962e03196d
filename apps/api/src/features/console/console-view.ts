import { defaultSettings, type Settings } from '#domain/organization.settings';
import { reasons } from '#domain/verdict';
import { shownRoleMembers } from '../../edge/authentication/access.js';
import { flag, id, integer, list, object, oneOf, type Shape, text } from '../../edge/http/schema.js';
import { listedKinds } from '../tokens/tokens.dto.js';
import { ConsoleRole } from './console-roles.js';

const ConsoleOrganization = object('ConsoleOrganization', { id, name: text('Research').orNull() });

const ConsolePerson = object('ConsolePerson', { id, email: text('alice@example.com').orNull(), ...shownRoleMembers });

/** Areas of the console, each of which is shown as soon as its routes exist. */
export const ConsoleFeatures = object('ConsoleFeatures', {
  performance: flag(false).about('What members have done.'),
  account: flag(false).about('Personal info, hotkeys and e-mail preferences.'),
  audit: flag(false),
  requests: flag(false),
  jobs: flag(false),
});
export type ConsoleFeatures = Shape<typeof ConsoleFeatures>;

const ConsoleKind = object('ConsoleKind', { kind: oneOf(listedKinds), label: text('Personal access token') });

const ConsoleReason = object('ConsoleReason', {
  reason: oneOf(reasons).like('owner-disabled'),
  sentence: text('its owner is disabled').about('What follows on "because".'),
});

/** The limits that the server enforces. */
export const ConsoleLimits = object('ConsoleLimits', {
  nameLengthMax: integer(200),
  passwordLengthMin: integer(15),
  passwordLengthMax: integer(1024),
  ttlDaysMax: integer(73_000),
  overlapSecondsMax: integer(604_800),
  apiKeyValiditySecondsMin: integer(60),
  apiKeyValiditySecondsMax: integer(15_120_000),
  addressesMax: integer(50).about('Addresses and networks from which an API key is good.'),
  revokedAtOnceMax: integer(500).about('Tokens that one request revokes.'),
  pageItemsMax: integer(200),
  serviceAccountAllowanceMax: integer(100),
  confirmationSeconds: integer(900).about('How long a session may do what grants rights after its password was checked.'),
  accessTtlSeconds: integer(290),
});
export type ConsoleLimits = Shape<typeof ConsoleLimits>;

export const settings = Object.keys(defaultSettings) as readonly (keyof Settings)[];

/** What the console asks for once, at its start: who asks, what exists and what the server enforces. */
export const ConsoleView = object('ConsoleView', {
  version: text('1.0.0'),
  publicUrl: text('https://keyledger.example.com'),
  organization: ConsoleOrganization,
  me: ConsolePerson,
  features: ConsoleFeatures,
  routes: list(text('GET /v1/tokens')).about('Every route below `/v1` that admits the role of the caller.'),
  changeableSettings: list(oneOf(settings).like('legacyTokensEnabled')).about('Settings of the organization that the caller may change.'),
  roles: list(ConsoleRole),
  kinds: list(ConsoleKind).about('Kinds of tokens by which lists are filtered.'),
  stateReasons: list(ConsoleReason),
  limits: ConsoleLimits,
});
export type ConsoleView = Shape<typeof ConsoleView>;
