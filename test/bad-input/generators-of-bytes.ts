import { pick, printable, type Random } from './mutations.js';

/** L: what is sent over a connection, piece by piece, and how the client ends it. */
export interface HostileBytes {
  readonly pieces: readonly string[];
  /** `finish` says that nothing more comes, `vanish` breaks the connection off, `linger` neither. */
  readonly end: 'finish' | 'vanish' | 'linger';
}

const secretPath = '/v1/users/me';
const hidden = `GET ${secretPath} HTTP/1.1\r\nHost: x\r\n\r\n`;
const get = (path: string, more = '') => `GET ${path} HTTP/1.1\r\nHost: x\r\n${more}\r\n`;
const post = (headers: string, body: string) =>
  `POST /api/token/refresh HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${headers}\r\n${body}`;
const chunk = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`;

/** One request hidden in another. */
const smuggled = (random: Random): string[] => {
  const te = pick(random, [
    'chunked',
    'chunked, identity',
    'identity, chunked',
    'xchunked',
    ' chunked',
    'chunked\t',
    'CHUNKED',
    'chunked\r\nTransfer-Encoding: identity',
    '"chunked"',
    'chunked;x=1',
  ]);
  return [
    pick(random, [
      () => post(`Content-Length: ${random(60)}\r\nTransfer-Encoding: ${te}\r\n`, `0\r\n\r\n${hidden}`),
      () => post(`Transfer-Encoding: ${te}\r\nContent-Length: 4\r\n`, `${chunk('{}')}0\r\n\r\n${hidden}`),
      () => post(`Content-Length: 2\r\nContent-Length: ${2 + random(40)}\r\n`, `{}${hidden}`),
      () =>
        post(
          `Content-Length: ${pick(random, ['+2', '-2', '2,2', '0x2', '2 2', ' 2', '99999999999999999999', 'two', ''])}\r\n`,
          `{}${hidden}`,
        ),
      () => post(`Transfer-Encoding : ${te}\r\n`, `0\r\n\r\n${hidden}`),
      () =>
        post(
          `Transfer-Encoding: ${te}\r\n`,
          `${pick(random, ['-1', '0x2', 'g', 'ffffffffffffffff', '2;', '2 ', '+2', '00000002'])}\r\n{}\r\n0\r\n\r\n${hidden}`,
        ),
    ])(),
  ];
};

/** Lines that are none. */
const misshapen = (random: Random): string[] => [
  pick(random, [
    () => `${printable(random, 1 + random(20))} ${secretPath} HTTP/1.1\r\nHost: x\r\n\r\n`,
    () => `GET ${secretPath}\r\n\r\n`,
    () => `GET ${secretPath} HTTP/${pick(random, ['0.9', '1.2', '2.0', '9.9', 'x', '1.1 '])}\r\nHost: x\r\n\r\n`,
    () => `GET  ${secretPath}  HTTP/1.1\r\nHost: x\r\n\r\n`,
    () => `GET http://other.example${secretPath} HTTP/1.1\r\nHost: x\r\n\r\n`,
    () => `PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n`,
    () => `CONNECT ${secretPath} HTTP/1.1\r\nHost: x\r\n\r\n`,
    () => `TRACE ${secretPath} HTTP/1.1\r\nHost: x\r\n\r\n`,
    () => get(secretPath, `${printable(random, 10)}\r\n`),
    () => get(secretPath, `X-Bad: a\u0000b\r\n`),
    () => get(secretPath, `X Bad: a\r\n`),
    () => get(secretPath, `: empty\r\n`),
    () => get(secretPath, ` folded: x\r\n`),
    () => get(secretPath, `X: ${'y'.repeat(random(40_000))}\r\n`),
    () => get(secretPath, Array.from({ length: random(3000) }, (_, n) => `X-${n}: 1\r\n`).join('')),
    () => get(`/${'a'.repeat(random(20_000))}`),
    () => `GET ${secretPath} HTTP/1.1\nHost: x\n\n`,
    () => `\r\n\r\n${get(secretPath)}`,
    () => get(secretPath, `Expect: ${printable(random, 5)}\r\n`),
    () => get(secretPath, 'Expect: 100-continue\r\nUpgrade: websocket\r\nConnection: upgrade\r\n'),
    () =>
      get(secretPath).replace('Host: x\r\n', pick(random, ['', 'Host: x\r\nHost: y\r\n', 'Host: \r\n', 'Host: a b\r\n', 'Host: [::1\r\n'])),
    () => printable(random, random(2000)),
    () => String.fromCharCode(...Array.from({ length: random(300) }, () => random(256))),
    () => '\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003',
  ])(),
];

/** Many at once, some of them broken. */
const pipelined = (random: Random): string[] => [
  Array.from({ length: 2 + random(20) }, () =>
    pick(random, [() => get(secretPath), () => get('/v1/auth'), () => post('Content-Length: 2\r\n', '{}'), () => get('/nothing')])(),
  ).join('') + pick(random, ['', 'GET', misshapen(random)[0]]),
];

/** A request that comes in pieces, and may never come to its end. */
const slow = (random: Random): string[] => {
  const text = pick(random, [
    get(secretPath, 'X: y\r\n'),
    post('Content-Length: 20\r\n', '{"refresh":"aaaaaa"}'),
    post('Transfer-Encoding: chunked\r\n', `${chunk('{"refresh"')}${chunk(':"a"}')}0\r\n\r\n`),
  ]);
  const cut = 1 + random(text.length - 1);
  return [text.slice(0, cut), ...(random(2) === 0 ? [text.slice(cut)] : [])];
};

export function hostileBytes(random: Random): HostileBytes {
  const pieces = pick(random, [smuggled, misshapen, pipelined, slow])(random);
  return { pieces, end: pick(random, ['finish', 'vanish', 'linger'] as const) };
}
