import { createHmac, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { SigningKeys } from '#credentials/signing-keys';
import type { TestApp } from '../support/app.js';

const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const encode = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const bytes32 = (n: bigint) => Buffer.from(n.toString(16).padStart(64, '0'), 'hex');

/** A credential that must not be accepted: number and name as in the list of hostile inputs. */
export type BadCredential = readonly [id: string, what: string, text: string];

/** Signs whatever it is given with the installation's own key, so that only form and claims can be wrong. */
export function signerOf(app: TestApp) {
  const { kid, privateKey } = app.get(SigningKeys).active;
  const withLowS = (signature: Buffer) => {
    const s = BigInt(`0x${signature.subarray(32).toString('hex')}`);
    return s > order / 2n ? Buffer.concat([signature.subarray(0, 32), bytes32(order - s)]) : signature;
  };
  const signed = (header: unknown, claims: unknown) => {
    const input = `${encode(header)}.${encode(claims)}`;
    return `${input}.${withLowS(sign('sha256', Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' })).toString('base64url')}`;
  };
  const header = (change: object = {}) => ({ alg: 'ES256', kid, typ: 'at+jwt', ...change });
  return { kid, privateKey, signed, header };
}

/** N1 to N94 of the hand list, made from one good access token and the key that signed it. */
export function badCredentials(app: TestApp, good: { access: string; personal: string }): BadCredential[] {
  const { kid, privateKey, signed, header } = signerOf(app);
  const [h, p, s] = good.access.split('.');
  const claims = JSON.parse(Buffer.from(p, 'base64url').toString());
  const publicKey = createPublicKey(privateKey);
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const der = publicKey.export({ type: 'spki', format: 'der' });
  const jwk = publicKey.export({ format: 'jwk' });
  const hmac = (key: string | Buffer, alg = 'HS256') => {
    const input = `${encode(header({ alg }))}.${p}`;
    return `${input}.${createHmac('sha256', key).update(input).digest('base64url')}`;
  };
  const signature = Buffer.from(s, 'base64url');
  const withSignature = (raw: Buffer) => `${h}.${p}.${raw.toString('base64url')}`;
  const foreign = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const byForeign = (head: object) => {
    const input = `${encode(head)}.${p}`;
    return `${input}.${sign('sha256', Buffer.from(input), { key: foreign.privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
  };
  const claiming = (change: object) => signed(header(), { ...claims, ...change });
  const without = (name: string) => signed(header(), Object.fromEntries(Object.entries(claims).filter(([key]) => key !== name)));
  const rawClaims = (text: string) => signed(header(), text);
  const edges = [0n, 1n, order - 1n, order].flatMap((r) => [
    Buffer.concat([bytes32(r), signature.subarray(32)]),
    Buffer.concat([signature.subarray(0, 32), bytes32(r)]),
  ]);
  const lowerS = BigInt(`0x${signature.subarray(32).toString('hex')}`);
  const now = Math.floor(app.clock.now().getTime() / 1000);
  const rows: [string, string, string | string[]][] = [
    ['N1', 'alg none, empty signature', `${encode({ alg: 'none', typ: 'at+jwt', kid })}.${p}.`],
    ['N2', 'spellings of none', ['None', 'nOnE', 'NONE'].map((alg) => `${encode(header({ alg }))}.${p}.${s}`)],
    ['N3', 'no alg', [signed({ kid, typ: 'at+jwt' }, claims), signed(header({ alg: '' }), claims)]],
    ['N4', 'alg of another type', [null, 0, ['ES256']].map((alg) => signed(header({ alg }), claims))],
    ['N5', 'HMAC by the public key in PEM', hmac(pem)],
    [
      'N6',
      'HMAC by the public key in other forms',
      [hmac(der), hmac(JSON.stringify(jwk)), hmac(Buffer.from(jwk.x as string, 'base64url'))],
    ],
    ['N7', 'HMAC by the public key after a blank', hmac(` ${pem}`)],
    ['N8', 'HMAC by an empty key', hmac('')],
    ['N9', 'r or s at the edges', [...edges, Buffer.alloc(64)].map(withSignature)],
    ['N10', 'a signature in DER', `${h}.${p}.${sign('sha256', Buffer.from(`${h}.${p}`), privateKey).toString('base64url')}`],
    ['N11', 'the twin of a signature', withSignature(Buffer.concat([signature.subarray(0, 32), bytes32(order - lowerS)]))],
    ['N12', 'EdDSA', signed(header({ alg: 'EdDSA' }), claims)],
    ['N13', 'an alg of another curve', [signed(header({ alg: 'ES384' }), claims), signed(header({ alg: 'ES256K' }), claims)]],
    ['N14', 'an embedded key', byForeign(header({ jwk: foreign.publicKey.export({ format: 'jwk' }) }))],
    ['N15', 'a key address', byForeign(header({ jku: 'https://attacker.example/jwks.json' }))],
    ['N16', 'a certificate address', byForeign(header({ x5u: 'https://attacker.example/x.pem' }))],
    ['N17', 'a certificate chain', byForeign(header({ x5c: ['MIIB'] }))],
    ['N18', 'a kid that walks', hmac('', 'HS256').replace(/^[^.]+/, encode(header({ alg: 'HS256', kid: '../../dev/null' })))],
    ['N19', 'a kid of queries', [`' OR 1=1 --`, '$(id)', '*)(uid=*'].map((other) => signed(header({ kid: other }), claims))],
    ['N20', 'a kid that every object has', ['__proto__', 'constructor', 'toString'].map((other) => signed(header({ kid: other }), claims))],
    ['N21', 'a kid of 64 KB', signed(header({ kid: 'k'.repeat(65_536) }), claims)],
    ['N22', 'a kid of another type', [[kid], 0, null, { kid }].map((other) => signed(header({ kid: other }), claims))],
    ['N24', 'a key of another environment', byForeign(header({ kid: 'another-environment' }))],
    ['N25', 'critical members', [['exp'], [], ['unknown']].map((crit) => signed(header({ crit }), claims))],
    ['N26', 'b64 false, critical', signed(header({ b64: false, crit: ['b64'] }), claims)],
    ['N27', 'b64 false', signed(header({ b64: false }), claims)],
    ['N28', 'compressed, or encrypted', [signed(header({ zip: 'DEF' }), claims), `${h}.${p}.${s}.${p}.${s}`]],
    ['N29', 'a nested token', signed(header({ cty: 'JWT' }), good.access)],
    ['N30', 'the type of the other', [signed(header({ typ: 'pat+jwt' }), claims), claiming({ token_type: 'refresh' })]],
    ['N31', 'other spellings of the type', ['AT+JWT', 'application/at+jwt', 'JWT', ''].map((typ) => signed(header({ typ }), claims))],
    ['N32', 'alg twice', signed(`{"alg":"none","alg":"ES256","kid":"${kid}","typ":"at+jwt"}`, claims)],
    ['N33', 'a header that is no object', ['[]', '"a"', '1', 'null'].map((text) => signed(text, claims))],
    [
      'N34',
      'a header with BOM, NUL or comma',
      ['\ufeff{}', '{}\u0000', `{"alg":"ES256","kid":"${kid}","typ":"at+jwt",}`].map((text) => signed(text, claims)),
    ],
    ['N36', 'a header nested 10,000 deep', signed('['.repeat(10_000) + ']'.repeat(10_000), claims)],
    ['N38', 'dots', ['.', '..', '...', '....']],
    ['N39', 'no signature', `${h}.${p}`],
    ['N40', 'four parts', `${good.access}.${s}`],
    ['N41', 'a trailing dot', `${good.access}.`],
    ['N42', 'JSON serialisation', JSON.stringify({ protected: h, payload: p, signature: s })],
    ['N43', 'a signature one character short', good.access.slice(0, -1)],
    ['N44', 'spare bits set', ['B', 'C', 'D'].map((last) => `${good.access.slice(0, -1)}${last}`).filter((text) => text !== good.access)],
    ['N45', 'padding', [`${good.access}=`, `${good.access}==`]],
    ['N46', 'the other alphabet', `${h}.${p}.${s.slice(0, -2)}+/`],
    ['N48', 'percent encoding', [good.access.replaceAll('.', '%2E'), `%65${good.access.slice(1)}`]],
    ['N51', 'no exp', without('exp')],
    ['N52', 'exp in digits of text', claiming({ exp: String(claims.exp) })],
    ['N53', 'exp of another type', [null, true, [claims.exp]].map((exp) => claiming({ exp }))],
    ['N54', 'exp with a fraction', claiming({ exp: claims.exp + 0.5 })],
    ['N55', 'exp beyond all counting', claiming({ exp: 1e308 })],
    ['N56', 'exp that reads as infinite', rawClaims(JSON.stringify(claims).replace(/"exp":\d+/, '"exp":1e400'))],
    [
      'N57',
      'exp that is no JSON',
      ['NaN', 'Infinity'].map((text) => rawClaims(JSON.stringify(claims).replace(/"exp":\d+/, `"exp":${text}`))),
    ],
    ['N58', 'exp below zero', [claiming({ exp: -1 }), rawClaims(JSON.stringify(claims).replace(/"exp":\d+/, '"exp":-0'))]],
    ['N60', 'exp in milliseconds', claiming({ exp: claims.exp * 1e6 })],
    ['N61', 'nbf', claiming({ nbf: now + 3600 })],
    ['N62', 'iat a day ahead', claiming({ iat: now + 86_400, exp: now + 86_700 })],
    ['N63', 'no iat', without('iat')],
    ['N64', 'no aud', without('aud')],
    ['N65', 'aud with a stranger', claiming({ aud: [claims.aud, 'https://stranger.example'] })],
    ['N66', 'aud of another type', [[], [[claims.aud]], {}].map((aud) => claiming({ aud }))],
    ['N67', 'iss in a list', claiming({ iss: [claims.iss] })],
    ['N68', 'iss spelt otherwise', [`${claims.iss}/`, claims.iss.toUpperCase(), `user@${claims.iss}`].map((iss) => claiming({ iss }))],
    ['N69', 'sub of another type', [1, {}, ''].map((sub) => claiming({ sub }))],
    ['N70', 'sub of somebody else', claiming({ sub: '00000000-0000-7000-8000-000000000000' })],
    ['N71', 'no jti', without('jti')],
    ['N73', 'sub twice', rawClaims(JSON.stringify(claims).replace('"sub":', '"sub":"x","sub":'))],
    ['N74', 'claims that are no object', ['[]', '"a"', '1', 'null'].map(rawClaims)],
    ['N75', 'claims with a prototype', rawClaims(JSON.stringify(claims).replace('{', '{"__proto__":{"role":"owner"},'))],
    ['N76', 'claims of another token', `${h}.${good.personal.split('.')[1]}.${s}`],
    ['N77', 'a personal access token', good.personal],
    ['N84', 'another environment with our issuer', byForeign(header())],
    ['N93', 'a megabyte', 'a'.repeat(1_048_576)],
  ];
  return rows.flatMap(([id, what, texts]) => [texts].flat().map((text) => [id, what, text] as const));
}
