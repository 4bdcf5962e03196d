/** One hostile request. `credential` is what must not authenticate; nothing that is sent may come back in an answer. */
export interface Hostile {
  readonly method: string;
  readonly path: string;
  readonly headers?: Record<string, string>;
  readonly rawBody?: string | Buffer;
}

export type Random = (below: number) => number;

export interface Goods {
  readonly access: string;
  readonly personal: string;
  readonly legacy: string;
  readonly robot: string;
  readonly cookie: string;
  readonly position: string;
  readonly paths: readonly string[];
}

const pick = <T>(random: Random, list: readonly T[]): T => list[random(list.length)];
const printable = (random: Random, length: number) => Array.from({ length }, () => String.fromCharCode(33 + random(94))).join('');
const base64url = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Changes a text at a random place; never into itself. */
function mutated(text: string, random: Random): string {
  for (;;) {
    const at = random(text.length);
    const [head, tail] = [text.slice(0, at), text.slice(at)];
    const changed = pick(random, [
      () => head + pick(random, [...base64url]) + tail.slice(1),
      () => head + tail.slice(1),
      () => head + pick(random, [...base64url, '.', '=', '+', '/', '%', '"', "'", '~']) + tail,
      () => head + tail.slice(0, 1) + tail,
      () => head + tail.slice(1, 2) + tail.slice(0, 1) + tail.slice(2),
      () => head,
      () => tail + head,
      () => head + tail.toUpperCase(),
      () => text + pick(random, ['.', '=', 'A', '.e30', `.${text}`]),
    ])();
    if (changed !== text && !/[\s,]/.test(changed)) return changed;
  }
}

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
    'a.b.c',
  ]);
  return withAuthorization(random, scheme + gap + value);
};

const names = [
  'a',
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\u202eabc',
  'a\u200db',
  '\ufeffa',
  'e\u0301',
  '\ud800',
  '\u{1f5dd}',
  '漢字',
  'ﬁ',
  'İ',
  'ß',
  '<script>alert(1)</script>',
  "' OR 1=1 --",
  '=cmd|calc',
  '+1',
  '@SUM(1)',
  'a\r\nb',
  '../../etc/passwd',
  '{{7*7}}',
  '%00',
  '%s%n',
  'null',
  'true',
  '__proto__',
  'constructor',
  'x'.repeat(199),
  'x'.repeat(201),
  'x'.repeat(10_000),
  '\u2028',
  '\u0085',
  '🏴‍☠️',
  'a@b',
  'a@b.c.',
  'a@@b.c',
  '..a@b.cd',
  'a@b..cd',
  'a@[1.2.3.4]',
  '"a b"@c.de',
  '\u212aate@example.com',
];
const odd = [null, true, 0, -1, 1.5, 1e308, [], {}, '', 'x', [[]], { a: 1 }, '9'.repeat(400), -0];

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
  const members = [
    'email',
    'role',
    'kind',
    'name',
    'password',
    'refresh',
    'token',
    'secret',
    'newPassword',
    'workspaceIds',
    'expiresAt',
    '__proto__',
    'constructor',
    'isAdmin',
    'id',
  ];
  const object = () =>
    `{${Array.from({ length: random(5) }, () => `${JSON.stringify(pick(random, members))}:${JSON.stringify(pick(random, odd))}`).join(',')}}`;
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

/** J: paths and methods that are spelt otherwise, without a credential. */
const path = (random: Random, { paths }: Goods): Hostile => {
  const plain = pick(random, paths);
  const at = 1 + random(plain.length - 1);
  const spelt = pick(random, [
    () => plain,
    () => plain.toUpperCase(),
    () => `/${plain}`,
    () => `${plain}//`,
    () => `${plain}/..${plain}`,
    () => `/.${plain}`,
    () => plain.slice(0, at) + `%${plain.charCodeAt(at).toString(16)}` + plain.slice(at + 1),
    () => `${plain};x=1`,
    () => `${plain}%2f`,
    () => `${plain}%00`,
    () => `${plain}?${'a=b&'.repeat(random(50))}`,
    () => plain.replaceAll('/', '%5c'),
    () => `${plain}/%c0%af`,
    () => plain.slice(0, at),
  ])();
  return { method: pick(random, ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']), path: spelt };
};

/** K: keys, positions, cursors and conditions. */
const header = (random: Random, { cookie, position }: Goods): Hostile => {
  const [log] = position.split(':');
  const place = pick(random, [
    '',
    'x',
    '-1',
    `${log}:-1`,
    `${log}:1.5`,
    `${log}:`,
    ':1',
    `${log}:0x1`,
    `${log}:${'9'.repeat(30)}`,
    `00000000-0000-7000-8000-000000000000:1`,
    mutated(position, random).slice(0, 60),
  ]);
  return pick<Hostile>(random, [
    { method: 'GET', path: `/v1/activity?cursor=${encodeURIComponent(place)}&x=1`, headers: { cookie } },
    { method: 'GET', path: `/v1/activity/replay?after=${encodeURIComponent(place)}&x=1`, headers: { cookie } },
    {
      method: 'PATCH',
      path: '/v1/organization',
      rawBody: '{"personalAccessTokenTtlDays":5}',
      headers: { cookie, 'if-match': `"${printable(random, 5).replaceAll('"', '')}"` },
    },
    {
      method: 'POST',
      path: '/v1/tokens',
      rawBody: '{"kind":"nothing"}',
      headers: { cookie, 'idempotency-key': pick(random, ['a b', '', 'x'.repeat(256), printable(random, random(20))]) },
    },
    { method: 'GET', path: `/v1/tokens?cursor=${'x'.repeat(101)}`, headers: { cookie } },
  ]);
};

/** By category; each makes one request from the next random numbers. */
export const generators = { jwt, opaque, authorization, body, name, number, path, header } as const;
