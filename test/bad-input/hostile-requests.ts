import { mintOpaque } from '#credentials/opaque-credential';
import { rawAnswer } from '../support/raw-http.js';
import type { Target } from './target.js';

/** One row of the hand list that is more than a text: what is done, and the answers that are expected. */
export type Attempt = readonly [id: string, what: string, expected: string, attempt: (target: Target) => Promise<unknown>];

const each = async <T>(list: readonly T[], ask: (item: T) => Promise<number>) => {
  const statuses: number[] = [];
  for (const item of list) statuses.push(await ask(item));
  return [...new Set(statuses)].sort().join(' ');
};
export const claimsOf = (jwt: string) => JSON.parse(Buffer.from(jwt.split('.')[1], 'base64url').toString());

/** The status of these very header lines, and whether the answer is a problem document. */
async function raw({ port }: Target, lines: string): Promise<string> {
  const answer = await rawAnswer(port, `GET /v1/users/me HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${lines}\r\n\r\n`);
  const status = /^HTTP\/1\.1 (\d+) /.exec(answer)?.[1];
  return /problem\+json/i.test(answer) ? `${status}` : `${status} without a problem`;
}

const bearer = ({ good }: Target) => `Authorization: Bearer ${good.access}`;
const halves = ({ good: { access } }: Target) => [access.slice(0, 40), access.slice(40)];

const transport: readonly Attempt[] = [
  ['N35', 'a megabyte of header', '431', (at) => raw(at, `Authorization: Bearer ${'a'.repeat(1_048_576)}`)],
  [
    'N47',
    'a blank, tab or newline inside',
    '401 401 400',
    async (at) => {
      const [head, tail] = halves(at);
      const answers = [];
      for (const gap of [' ', '\t', '\n']) answers.push(await raw(at, `Authorization: Bearer ${head}${gap}${tail}`));
      return answers.join(' ');
    },
  ],
  ['N50', 'NUL at the end', '400', (at) => raw(at, `${bearer(at)}\u0000`)],
  ['N95', 'two Authorization headers', '400', (at) => raw(at, `${bearer(at)}\r\n${bearer(at)}`)],
  [
    'N97',
    'a folded header line, and a bare line feed',
    '400 400',
    async (at) => `${await raw(at, `Authorization: Bearer\r\n ${at.good.access}`)} ${await raw(at, `Authorization: Bearer x\nX-Other: y`)}`,
  ],
];

const uses: readonly Attempt[] = [
  ['N37', 'nothing at all', '401', (at) => each(['', 'Bearer', 'Token', 'Bearer ', 'Token    '], (text) => at.auth(text))],
  [
    'N49',
    'look-alike letters',
    '401',
    (at) => at.statusesOf(at.good.access.replace('e', '\u0435'), at.good.access.replace('y', '\uff59'), at.robot.replace('a', '\u0430')),
  ],
  [
    'N77',
    'a personal access token under Bearer and Token',
    '401',
    (at) => each(['Bearer', 'Token'], (scheme) => at.auth(`${scheme} ${at.good.personal}`)),
  ],
  ['N78', 'an access token at refresh', '401', (at) => at.refresh(at.good.access)],
  ['N79', 'a legacy token under Bearer', '401', (at) => at.auth(`Bearer ${at.legacy}`)],
  [
    'N81',
    'a good credential as user or password of Basic',
    '401',
    (at) =>
      each([`${at.robot}:`, `x:${at.robot}`, `${at.legacy}:${at.good.access}`], (text) =>
        at.auth(`Basic ${Buffer.from(text).toString('base64')}`),
      ),
  ],
  ['N82', 'a token of a service account at refresh', '401', (at) => at.refresh(at.robot)],
  [
    'N72',
    'twenty access tokens have twenty jtis',
    '20',
    async ({ app, good }) => {
      const jtis = await Promise.all(Array.from({ length: 20 }, async () => claimsOf(await app.exchange(good.personal)).jti));
      return new Set(jtis).size;
    },
  ],
];

const opaque: readonly Attempt[] = [
  ['N85', 'a legacy token in upper case', '401', (at) => at.auth(`Token ${at.legacy.toUpperCase()}`)],
  ['N86', '39 and 41 hex digits', '401', (at) => each([at.legacy.slice(1), `${at.legacy}0`], (text) => at.auth(`Token ${text}`))],
  [
    'N87',
    'two blanks, or a tab, after the scheme are taken',
    '200',
    (at) => each([`Token  ${at.legacy}`, `Token\t${at.legacy}`, `Bearer  ${at.good.access}`], (text) => at.auth(text)),
  ],
  ['N88', 'a right checksum under an unknown secret', '401', (at) => at.auth(`Token ${mintOpaque('service-account')}`)],
  ['N89', 'a wrong checksum', '401', (at) => at.auth(`Token ${at.robot.slice(0, -1)}${at.robot.endsWith('0') ? '1' : '0'}`)],
  [
    'N90',
    'the prefix of another kind',
    '401',
    (at) => each(['kl_se_', 'kl_rs_', 'kl_pr_', ''], (prefix) => at.auth(`Token ${at.robot.replace('kl_sa_', prefix)}`)),
  ],
  [
    'N91',
    'cut short to every length, 80 among them',
    '401',
    (at) =>
      each(
        [at.robot, at.legacy, at.good.access].flatMap((text) => Array.from({ length: text.length - 1 }, (_, n) => text.slice(0, n + 1))),
        (text) => at.auth(`${text.includes('.') ? 'Bearer' : 'Token'} ${text}`),
      ),
  ],
  [
    'N92',
    'something after it, or before',
    '401',
    (at) =>
      each([at.robot, at.legacy, at.good.access], async (text) =>
        Number(await each([`${text}0`, `0${text}`, `${text}${text}`, `${text}.`, `${text}=`], (longer) => at.auth(`Bearer ${longer}`))),
      ),
  ],
  ['N94', 'a Git hash', '401', (at) => at.auth('Token da39a3ee5e6b4b0d3255bfef95601890afd80709')],
  [
    'N96',
    'the scheme in any case is taken',
    '200',
    (at) => each([`tOkEn ${at.legacy}`, `bearer ${at.good.access}`, `BEARER ${at.good.access}`], (text) => at.auth(text)),
  ],
];

const bodies: readonly Attempt[] = [
  [
    'N98',
    'addresses with a Kelvin sign or a Cyrillic a, at sign-in and at registration',
    '401 422',
    async ({ app }) => {
      const headers = await app.signIn();
      const password = 'a-long-and-quiet-river';
      return each(
        ['\u212aate@example.com', '\u0430da@example.com', 'owner@ex\u0430mple.com'].flatMap((email) => [
          ['/v1/sessions', { email, password }] as const,
          ['/v1/users', { email, role: 'manager' }] as const,
        ]),
        async ([path, body]) => (await app.request('POST', path, { headers, body })).status,
      );
    },
  ],
  [
    'N99',
    'a refresh that is no text, a number (which Label Studio reads as its digits), and a megabyte',
    '400 401 413',
    async (at) =>
      [
        await each([[], {}, null, true, ['x'], ''], (refresh) => at.refresh(refresh)),
        await at.refresh(7),
        await at.refresh('a'.repeat(1_048_576)),
      ].join(' '),
  ],
  [
    'N100',
    'prototype keys and a member twice',
    '400',
    ({ app }) =>
      each(['{"__proto__":{}}', '{"constructor":{"prototype":{}}}', '{"refresh":"a","refresh":"b"}'], async (rawBody) => {
        const paths = ['/api/token/refresh', '/v1/sessions', '/oauth/introspect'];
        return Number(await each(paths, async (path) => (await app.request('POST', path, { rawBody })).status));
      }),
  ],
];

export const attempts: readonly Attempt[] = [...transport, ...uses, ...opaque, ...bodies];
