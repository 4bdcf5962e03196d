import type { Forge, Row } from './forge.js';

/** Times that are missing, of another type, or beyond counting. */
export const times = ({ claims, claiming, without, rawClaims, now }: Forge): readonly Row[] => [
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
];

/** Audience, issuer and subject that are not ours. */
export const identities = ({ claims, claiming, without, rawClaims }: Forge): readonly Row[] => [
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
];

/** Texts that are no token of ours, or another one. */
export const structures = ({ good, h, p, s, byForeign, header }: Forge): readonly Row[] => [
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
  ['N76', 'claims of another token', `${h}.${good.personal.split('.')[1]}.${s}`],
  ['N84', 'another environment with our issuer', byForeign(header())],
  ['N93', 'a megabyte', 'a'.repeat(1_048_576)],
];
