import type { Setting } from './setting-words.js';
import type { SwitchedKind } from './settings.queries.js';

/** The setting that switches each type of token on and off. */
export const switchOf = {
  personal: 'personalAccessTokensEnabled',
  legacy: 'legacyTokensEnabled',
} as const satisfies Record<SwitchedKind, Setting>;
