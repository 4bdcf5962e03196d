import { sign } from 'node:crypto';
import { bytes32, encode, type Forge, order, type Row } from './forge.js';

/** r and s replaced, each in turn, by what lies at the edges of their range. */
const edgesOf = (signature: Buffer) =>
  [0n, 1n, order - 1n, order].flatMap((r) => [
    Buffer.concat([bytes32(r), signature.subarray(32)]),
    Buffer.concat([signature.subarray(0, 32), bytes32(r)]),
  ]);

/** Headers that choose the algorithm or the key. */
export const headers = ({
  kid,
  h,
  p,
  s,
  claims,
  pem,
  der,
  jwk,
  hmac,
  signature,
  withSignature,
  privateKey,
  foreign,
  byForeign,
  lowerS,
  signed,
  header,
}: Forge): readonly Row[] => [
  ['N1', 'alg none, empty signature', `${encode({ alg: 'none', typ: 'at+jwt', kid })}.${p}.`],
  ['N2', 'spellings of none', ['None', 'nOnE', 'NONE'].map((alg) => `${encode(header({ alg }))}.${p}.${s}`)],
  ['N3', 'no alg', [signed({ kid, typ: 'at+jwt' }, claims), signed(header({ alg: '' }), claims)]],
  ['N4', 'alg of another type', [null, 0, ['ES256']].map((alg) => signed(header({ alg }), claims))],
  ['N5', 'HMAC by the public key in PEM', hmac(pem)],
  ['N6', 'HMAC by the public key in other forms', [hmac(der), hmac(JSON.stringify(jwk)), hmac(Buffer.from(jwk.x as string, 'base64url'))]],
  ['N7', 'HMAC by the public key after a blank', hmac(` ${pem}`)],
  ['N8', 'HMAC by an empty key', hmac('')],
  ['N9', 'r or s at the edges', [...edgesOf(signature), Buffer.alloc(64)].map(withSignature)],
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
];

/** Headers that are odd in other ways. */
export const furtherHeaders = ({ kid, good, h, p, s, claims, byForeign, claiming, signed, header }: Forge): readonly Row[] => [
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
];
