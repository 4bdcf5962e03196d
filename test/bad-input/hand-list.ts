import type { TestApp } from '../support/app.js';
import { forgeOf } from './forge.js';
import { identities, structures, times } from './hostile-claims.js';
import { furtherHeaders, headers } from './hostile-headers.js';

/** N1 to N94 of the hand list, made from one good access token and the key that signed it: number, name and text. */
export function badCredentials(app: TestApp, good: { access: string; personal: string }): (readonly [string, string, string])[] {
  const forge = forgeOf(app, good);
  const rows = [headers, furtherHeaders, structures, times, identities].flatMap((list) => list(forge));
  return rows.flatMap(([id, what, texts]) => [texts].flat().map((text) => [id, what, text] as const));
}
