import { generateKeyPairSync } from 'node:crypto';
import { SigningKeys } from '#credentials/signing-keys';
import { encode, type Forge, forgeOf, type Row } from './forge.js';
import { identities, structures, times } from './hostile-claims.js';
import { furtherHeaders, headers } from './hostile-headers.js';
import type { Target } from './target.js';

/** The JWTs of the hand list, made from one good access token and the key that signed it. */
const jwtsOf = (forge: Forge): Row[] => [headers, furtherHeaders, structures, times, identities].flatMap((list) => [...list(forge)]);

export const badJwts = ({ app, good }: Target): Row[] => jwtsOf(forgeOf(app.get(SigningKeys).active, good, app.clock.now().getTime()));

/** What each of them is called, before there is a server that they could be made for. */
export function namesOfJwts(): (readonly [id: string, what: string])[] {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const signature = Buffer.alloc(64, 1).toString('base64url');
  const some = `${encode({ alg: 'ES256' })}.${encode({ exp: 1, iss: 'x' })}.${signature}`;
  return jwtsOf(forgeOf({ kid: 'x', privateKey }, { access: some, personal: some }, 0)).map(([id, what]) => [id, what]);
}

/** Of bodies that are larger than a body may be, the size is what is refused. */
export const expectedOf: Readonly<Record<string, string>> = { N21: '413', N93: '413' };
