import { header, path } from './generators-of-requests.js';
import { members, names, odd } from './hostile-values.js';
import { type Goods, type Hostile, mutated, pick, printable, type Random } from './mutations.js';

const authPaths = ['/v1/auth', '/v1/users/me', '/api/current-user/whoami', '/v1/organization'];
const withAuthorization = (random: Random, authorization: string): Hostile => ({
  method: 'GET',
  path: pick(random, authPaths),
  headers: { authorization },
});

/** B: good JWTs, changed. */
const jwt = (random: Random, { access, personal }: Goods): Hostile => {
  const text = mutated(pick(random, [access, personal]), random);
  if (random(3) === 0) return { method: 'POST', path: '/api/token/refresh', rawBody: JSON.stringify({ refresh: text }) };
  return withAuthorization(random, `${pick(random, ['Bearer', 'Token', 'bearer'])} ${text}`);
};

/** E: good opaque credentials, changed. */
const opaque = (random: Random, { legacy, robot, cookie }: Goods): Hostile => {
  const kind = random(3);
  if (kind === 2)
    return { method: 'GET', path: '/v1/users/me', headers: { cookie: `keyledger_session=${mutated(cookie.split('=')[1], random)}` } };
  return withAuthorization(random, `Token ${mutated(pick(random, [legacy, robot]), random)}`);
};

/** F: what stands in an Authorization header. */
const authorization = (random: Random): Hostile => {
  const scheme = pick(random, [
    'Bearer',
    'Token',
    'Basic',
    'Digest',
    'bearer',
    'TOKEN',
    '',
    'Bearer,',
    'Bearer:',
    '"Bearer"',
    'Bear er',
    printable(random, 5),
  ]);
  const gap = pick(random, [' ', '  ', '\t', '', ' , ', '=', ' \t ']);
  const value = pick(random, [
    '',
    'a b',
    'a,b',
    '"a"',
    'a=b',
    'null',
    'undefined',
    printable(random, 1 + random(60)),
    'x'.repeat(random(9_000)),
    'x'.repeat(random(8) === 0 ? random(1_000_000) : random(100)),
    'a.b.c',
  ]);
  return withAuthorization(random, scheme + gap + value);
};

/** G: bodies of every shape. */
const body = (random: Random, { cookie }: Goods): Hostile => {
  const path = pick(random, [
    '/v1/users',
    '/v1/tokens',
    '/v1/service-accounts',
    '/v1/verifiers',
    '/v1/sessions',
    '/v1/password-resets',
    '/api/token/refresh',
    '/api/token/blacklist',
    '/oauth/revoke',
  ]);
  const member = () => `${JSON.stringify(pick(random, members))}:${JSON.stringify(pick(random, odd))}`;
  const object = () => `{${Array.from({ length: random(5) }, member).join(',')}}`;
  const rawBody = pick(random, [
    object,
    () => `[${object()}]`,
    () => object().slice(1),
    () => printable(random, random(80)),
    () => '{"a":'.repeat(random(200)),
    () => JSON.stringify(pick(random, odd)),
    () => `\ufeff${object()}`,
  ])();
  return {
    method: 'POST',
    path,
    rawBody,
    headers: {
      cookie,
      'content-type': pick(random, [
        'application/json',
        'application/json; charset=utf-8',
        'text/plain',
        'application/x-www-form-urlencoded',
        'multipart/form-data; boundary=x',
        '',
      ]),
    },
  };
};

/** H: names and addresses that people, or attackers, type. */
const name = (random: Random, { cookie }: Goods): Hostile => {
  const text = pick(random, names) + (random(4) === 0 ? pick(random, names) : '');
  const [path, content] = pick(random, [
    ['/v1/users', { email: text, role: 'manager' }],
    ['/v1/sessions', { email: text, password: 'not-the-right-password' }],
    ['/v1/tokens', { kind: 'nothing', name: text }],
    ['/v1/service-accounts', { role: 'nobody', name: text }],
  ] as const);
  return { method: 'POST', path, rawBody: JSON.stringify(content), headers: { cookie } };
};

/** I: times and numbers. */
const number = (random: Random, { cookie }: Goods): Hostile => {
  const value = pick(random, [
    '0',
    '-1',
    '-0',
    '1.5',
    '73001',
    '1e3',
    '1e400',
    '0x10',
    '"30"',
    'NaN',
    'null',
    '2147483648',
    '9007199254740993',
    '[]',
    '99999999999999999999',
    '01',
    '+1',
  ]);
  const time = pick(random, [
    '0000-01-01',
    '9999-12-31T23:59:60Z',
    '275760-09-13T00:00:00Z',
    '+275760-09-13T00:00:00.000Z',
    '2030-02-30',
    '2030-1-1',
    'now',
    '1e9',
    '',
    '2030-01-01T25:00:00Z',
    '2030-01-01T00:00:00+99:00',
  ]);
  return pick<Hostile>(random, [
    { method: 'PATCH', path: '/v1/organization', rawBody: `{"personalAccessTokenTtlDays":${value},"extra":1}`, headers: { cookie } },
    {
      method: 'POST',
      path: '/api/jwt/settings',
      rawBody: `{"api_token_ttl_days":${value === '1e3' ? '0' : value},"api_tokens_enabled":"x"}`,
      headers: { cookie },
    },
    { method: 'POST', path: '/v1/tokens', rawBody: JSON.stringify({ kind: 'personal', expiresAt: time, extra: 1 }), headers: { cookie } },
    { method: 'GET', path: `/v1/activity?from=${encodeURIComponent(time)}&limit=${encodeURIComponent(value)}&x=1`, headers: { cookie } },
    { method: 'GET', path: `/v1/users?limit=${encodeURIComponent(value)}&x=1`, headers: { cookie } },
  ]);
};

/** By category; each makes one request from the next random numbers. */
export const generators = { jwt, opaque, authorization, body, name, number, path, header } as const;
